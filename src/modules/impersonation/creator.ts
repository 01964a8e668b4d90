/**
 * Who created deferred work, as they are now. Whatever acts later for somebody asks here, inside its own transaction: it commits before the
 * creator's end or sees that end.
 */
import type { Database } from '../../database/database';
import { PERMISSIONS } from '../../schema/permissions';
import { lockTree } from '../../core/authority/tree-lock';
import { mayImpersonateUser } from './policy';
import { lockUsers } from '../../core/revocation/engine';
import { findHeldIfActive } from '../../core/authority/held-roles';
import { holdsMore } from '../../core/authority/rights';
import { applications } from '../application';
import { factsIn, findUser, users } from '../user';
import { principalFor } from '../../core/authority/extent';
import { allowedBy, anonymous, type Held, type Principal, rightsOf } from '../../core/authority/principal';
import type { Creator } from '../../core/authority/creator';
import { lockUserRows } from '../../core/authority/guard';

/** The users whose end is the creator's end. */
export const peopleOf = ({ userId, impersonatorId }: Creator): string[] =>
  [userId, impersonatorId].filter((id) => id !== null);

/** Locks the users that the work changes, and shares the rows of its creator, all in the order of their ids. */
export const lockWithCreator = async (database: Database, userIds: string[], creator: Creator): Promise<void> => {
  await lockUserRows(database, userIds, peopleOf(creator));
  // Locked already: whatever else belongs to locking them.
  await lockUsers(database, userIds);
};

const EVERYTHING = ['self', 'admin'];

/** What the user holds now, by roles that take effect for users who are ACTIVE; of a service everything. */
const heldNow = async (database: Database, userId: string | null): Promise<Held[]> => {
  if (!userId) return [{ permissions: [...PERMISSIONS], on: null }];
  return findHeldIfActive(database, userId);
};

/** What an application may no longer have, work that was created with its tokens does not have either. */
const within = (scopes: readonly string[], held: Held[]): Held[] =>
  held.map(({ permissions, on }) => ({ permissions: [...allowedBy(scopes, permissions)], on }));

/** Whether whoever acted as the user, or is about to, could still do that. */
export const mayStillImpersonate = async (
  database: Database,
  impersonatorId: string,
  userId: string,
): Promise<boolean> => {
  const impersonator = await creatorNow(database, {
    ...{ userId: impersonatorId, impersonatorId: null },
    ...{ applicationId: null, scopes: null },
  });
  const user = await findUser(database, userId);
  if (!impersonator || !user || (await holdsMore(database, impersonator, userId))) return false;
  return (
    (await mayImpersonateUser(await principalFor(database, impersonator, userId), user, factsIn(database))) === null
  );
};

/**
 * The creator's principal as it would be now: what their roles give within the scopes that they created the work with. Null where they may
 * no longer sign in, or their application is disabled or gone. Their rows are shared until the transaction ends; where other users are
 * locked as well, `lockWithCreator` comes before.
 */
export const creatorNow = async (database: Database, creator: Creator): Promise<Principal | null> => {
  const { userId, impersonatorId, applicationId } = creator;
  const people = peopleOf(creator);
  const able = await users(database).listSignInAllowedForShare(people);
  if (able.length < people.length || (!userId && !applicationId)) return null;
  const ofApplication = applicationId ? await applications(database).findEnabledScopesForShare(applicationId) : null;
  if (applicationId && !ofApplication) return null;
  await lockTree(database, '_shared');
  if (impersonatorId && userId && !(await mayStillImpersonate(database, impersonatorId, userId))) return null;
  const scopes = creator.scopes ?? EVERYTHING;
  // Without scopes of its own, old work of a person counts with everything that they hold.
  const bounded = creator.scopes !== null || userId === null;
  const held = await heldNow(database, userId);
  return {
    ...anonymous,
    kind: userId ? 'USER' : 'SERVICE',
    ...{ userId, impersonatorId, applicationId, scopes },
    ...rightsOf(scopes, bounded && ofApplication ? within(ofApplication, held) : held),
    ownsRows: userId !== null && (scopes.includes('self') || scopes.includes('admin')),
    isStaff: true,
  };
};

/**
 * The current authority of whoever created deferred work. A job that acts for its creator checks this inside its own transaction: it either
 * commits before the creator's access ends, or sees that it has ended.
 */
import type { Database } from '../../database/database';
import { PERMISSIONS } from '../../schema/permissions';
import { lockTree } from '../../core/authority/tree-lock';
import { mayImpersonateUser } from './policy';
import type { LockAndRead } from '../../core/mutation/administrators';
import { lockUsersAndRead } from '../../core/revocation/engine';
import { findHeldPermissionsIfActive } from '../../core/authority/held-roles';
import { isMorePrivileged } from '../../core/authority/rights';
import { applications } from '../application';
import { policyDataIn, findUser, users } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { allowedBy, anonymous, type HeldPermissions, type Principal, rightsOf } from '../../core/authority/principal';
import type { Creator } from '../../core/authority/creator';
import { lockUserRows } from '../../core/authority/guard';

/** The users behind a creator: the user and, if any, the impersonator. */
export const userIdsOfCreator = ({ userId, impersonatorId }: Creator): string[] =>
  [userId, impersonatorId].filter((id) => id !== null);

/** Locks the users that the work changes, and its creator in share mode, in the order of their ids. */
export const lockWithCreator =
  (creator: Creator): LockAndRead =>
  async (database, userIds, read) => {
    await lockUserRows(database, userIds, userIdsOfCreator(creator));
    // The rows are locked already; this adds the checks that belong to locking users.
    return lockUsersAndRead(database, userIds, read);
  };

const ALL_SCOPES = ['self', 'admin'];

/** What the user holds now: roles take effect only while the user is ACTIVE. A service holds everything. */
const currentPermissionsOf = async (database: Database, userId: string | null): Promise<HeldPermissions[]> => {
  if (!userId) return [{ permissions: [...PERMISSIONS], on: null }];
  return findHeldPermissionsIfActive(database, userId);
};

/** Limits what is held to the current scopes of the application whose token created the work. */
const limitTo = (scopes: readonly string[], held: HeldPermissions[]): HeldPermissions[] =>
  held.map(({ permissions, on }) => ({ permissions: [...allowedBy(scopes, permissions)], on }));

/** Whether the impersonator is still allowed to impersonate the user. */
export const mayStillImpersonate = async (
  database: Database,
  impersonatorId: string,
  userId: string,
): Promise<boolean> => {
  const impersonator = await currentCreator(database, {
    ...{ userId: impersonatorId, impersonatorId: null },
    ...{ applicationId: null, scopes: null },
  });
  const user = await findUser(database, userId);
  if (!impersonator || !user || (await isMorePrivileged(database, impersonator, userId))) return false;
  return (
    (await mayImpersonateUser(await principalFor(database, impersonator, userId), user, policyDataIn(database))) ===
    null
  );
};

/**
 * The creator's current principal: the rights of their roles, limited to the scopes that they created the work with. Null if they may no
 * longer sign in, or if their application is disabled or deleted. Their rows stay locked in share mode until the transaction ends. If other
 * users are locked too, call `lockWithCreator` first.
 */
export const currentCreator = async (database: Database, creator: Creator): Promise<Principal | null> => {
  const { userId, impersonatorId, applicationId } = creator;
  const people = userIdsOfCreator(creator);
  const allowed = await users(database).listSignInAllowedForShare(people);
  if (allowed.length < people.length || (!userId && !applicationId)) return null;
  const ofApplication = applicationId ? await applications(database).findEnabledScopesForShare(applicationId) : null;
  if (applicationId && !ofApplication) return null;
  await lockTree(database, '_shared');
  if (impersonatorId && userId && !(await mayStillImpersonate(database, impersonatorId, userId))) return null;
  const scopes = creator.scopes ?? ALL_SCOPES;
  // Work from before scopes were stored has everything that its creator holds.
  const bounded = creator.scopes !== null || userId === null;
  const held = await currentPermissionsOf(database, userId);
  return {
    ...anonymous,
    kind: userId ? 'USER' : 'SERVICE',
    ...{ userId, impersonatorId, applicationId, scopes },
    ...rightsOf(scopes, bounded && ofApplication ? limitTo(ofApplication, held) : held),
    ownsRows: userId !== null && (scopes.includes('self') || scopes.includes('admin')),
    isStaff: true,
  };
};

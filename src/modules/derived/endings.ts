/** Ends what was created with a token or a session, in the same receipt as the token or session itself. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';
import { endWithDependents, selectionsOn } from '../../core/revocation/dependents';
import type { NewEvent } from '../../core/event/record';
import type { AdditionalEnding } from '../../core/revocation/engine';
import { maySignIn } from '../../core/liveness/live';
import { listLiveItems } from '../../core/revocation/items';
import type { Selection } from '../../core/revocation/selection';
import { applications } from '../application';
import { disableEnding, findUser, type User } from '../user';
import { checkMayEnd, checkAdministratorsRemain } from './policy';
import { listChangesMadeWith } from '../../core/derived/changes';
import { MAX_DERIVED, type Node } from '../../core/derived/closure';
import { type DerivedCause, type DerivedKind, endDerived } from '../../core/derived/endings';
import { linksOnDevices, linksWithoutKeys, recoveryCodesLeftBy } from '../../core/derived/related';
import { eventsOf } from './events';
import { lockClosure } from './lock';
import { removeRights } from './rights';

export interface Derived {
  /** Whether there is nothing to end. */
  isEmpty: boolean;
  /** What the receipt ends in addition. Call it right before the receipt is written. */
  additional(reason: string | null): Promise<AdditionalEnding>;
}

type IdsByKind = (...kinds: string[]) => string[];

const idsByKind =
  (nodes: Node[]): IdsByKind =>
  (...kinds) =>
    nodes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);

/** Users who can sign in now, or could without further action. Invited and disabled users cannot. */
const usersToDisable = async (database: Database, ids: string[]): Promise<User[]> => {
  const users = await Promise.all(ids.map((id) => findUser(database, id)));
  return users.filter((user) => user !== null).filter(({ status }) => maySignIn({ status, hasExpired: false }));
};

const selectBy = (
  kind: Selection['kind'],
  column: Selection['column'],
  values: string[],
  rowsAreDeleted = false,
): Selection[] => (values.length > 0 ? [{ kind, column, values, ...(rowsAreDeleted ? { rowsAreDeleted } : {}) }] : []);

/** What ends together with the derived things. */
interface Dependents {
  authenticators: string[];
  linksWithoutKeys: string[];
  deviceLinks: string[];
  applications: string[];
}

const selectionsOf = (
  ids: IdsByKind,
  { authenticators, linksWithoutKeys, deviceLinks, applications }: Dependents,
): Selection[] => [
  ...selectBy('session', 'id', ids('SESSION')),
  ...selectBy('token', 'family_id', ids('TOKEN_FAMILY')),
  ...selectBy('accessGrant', 'family_id', ids('TOKEN_FAMILY')),
  ...selectBy('token', 'id', ids('API_TOKEN', 'TOKEN')),
  ...selectBy('authenticator', 'id', authenticators),
  ...selectionsOn('mobileAuthentication', linksWithoutKeys),
  ...selectBy('password', 'id', ids('PASSWORD'), true),
  ...selectBy('recoveryLink', 'id', ids('RECOVERY_LINK'), true),
  ...selectBy('invitation', 'id', ids('INVITATION'), true),
  ...selectBy('clientSecret', 'id', ids('CLIENT_SECRET'), true),
  ...selectBy('registrationToken', 'id', ids('REGISTRATION_TOKEN'), true),
  ...selectBy('application', 'id', applications, true),
  ...selectBy('roleAssignment', 'id', ids('ROLE_ASSIGNMENT'), true),
  ...selectBy('groupMembership', 'id', ids('GROUP_MEMBERSHIP'), true),
  ...selectBy('offboarding', 'id', ids('OFFBOARDING'), true),
  ...selectBy('token', 'application_id', applications),
  ...selectBy('accessGrant', 'application_id', applications),
  ...selectBy('device', 'id', ids('DEVICE'), true),
  ...selectBy('token', 'device_id', ids('DEVICE')),
  ...selectionsOn('deviceLink', deviceLinks).filter(({ kind }) => kind !== 'token'),
];

/** In the order in which all endings write. `removeRights` ends the rights afterwards. */
const writeEnds = async (
  database: Database,
  ids: IdsByKind,
  { authenticators, linksWithoutKeys, deviceLinks, applications }: Dependents,
  cause: DerivedCause,
): Promise<void> => {
  const end = (kind: DerivedKind, ...kinds: string[]) => endDerived(database, kind, ids(kind, ...kinds), cause);
  await end('SESSION');
  await end('TOKEN_FAMILY');
  await end('TOKEN', 'API_TOKEN');
  await endWithDependents(database, 'authenticator', authenticators, cause);
  await endWithDependents(database, 'mobileAuthentication', linksWithoutKeys, cause);
  await end('PASSWORD');
  await end('RECOVERY_LINK');
  await end('INVITATION');
  await end('CLIENT_SECRET');
  await end('REGISTRATION_TOKEN');
  await endDerived(database, 'APPLICATION', applications, cause);
  await endWithDependents(database, 'deviceLink', deviceLinks, { ...cause, reason: 'DEVICE_DELETED' });
  await end('DEVICE');
};

export interface DerivedRequest {
  /** The roots of the closure. Read again until everything is locked. */
  roots(): Promise<Node[]>;
  /** Users whose rows the ending itself needs to lock. */
  userIds: string[];
  /** Ids to skip, together with what was created with them. */
  except?: readonly string[];
  dryRun: boolean;
}

/** Locks everything that was created with the roots and checks that the caller may end all of it. Throws if not, and then nothing ends. */
export const lockDerived = async (database: Database, context: Context, request: DerivedRequest): Promise<Derived> => {
  const { roots, nodes } = await lockClosure(database, request.roots, request);
  const rootIds = new Set(roots.map(({ id }) => id));
  // The roots end with the mutation itself.
  const found = nodes.filter(({ id }) => !rootIds.has(id));
  if (found.length > MAX_DERIVED)
    throw new Refusal(
      'INVALID_STATE',
      `More than ${MAX_DERIVED} things were created with this. First end some of the sessions, tokens and users among them, each with \`includeDerived\`.`,
      ['input', 'includeDerived'],
    );
  const ids = idsByKind(found);
  const authenticators = ids('AUTHENTICATOR');
  const dependents: Dependents = {
    authenticators: [...authenticators, ...(await recoveryCodesLeftBy(database, authenticators))],
    linksWithoutKeys: await linksWithoutKeys(database, authenticators),
    deviceLinks: await linksOnDevices(database, ids('DEVICE')),
    applications: await applications(database).listEnabledIds(ids('APPLICATION')),
  };
  const selections = selectionsOf(ids, dependents);
  const users = await usersToDisable(database, ids('USER'));
  const all = await listLiveItems(database, [
    ...selections,
    ...selectBy(
      'user',
      'id',
      users.map(({ id }) => id),
    ),
  ]);
  const items = all.filter(({ itemId }) => !rootIds.has(itemId));
  await checkMayEnd(database, context, items, request.dryRun);
  const checkStillRemain = await checkAdministratorsRemain(database, context, { users, items });
  const changes = await listChangesMadeWith(database, nodes);
  return {
    isEmpty: items.length === 0,
    additional: async (reason) => {
      const bars = users.length > 0 ? await disableEnding(database, users, reason) : null;
      const events: NewEvent[] = await eventsOf(database, items);
      return {
        selections: [...selections, ...(bars?.selections ?? [])],
        events: [...(bars?.events ?? []), ...events],
        changesLeft: changes.length,
        end: async (revocationId) => {
          const { caller } = context;
          const cause: DerivedCause = { reason: 'SOURCE_REVOKED', revocationId, statedReason: reason, caller };
          await writeEnds(database, ids, dependents, cause);
          await removeRights(database, items, cause);
          await bars?.end(revocationId);
          await checkStillRemain();
          await endDerived(database, 'IMPORT', [...rootIds, ...found.map(({ id }) => id)], cause);
        },
      };
    },
  };
};

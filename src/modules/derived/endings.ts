/** Ends what was created with a token or a session, in the receipt that ends the token or the session itself. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';
import { endCarriers, selectionsOn } from '../../core/revocation/dependents';
import type { NewEvent } from '../../core/event/record';
import type { Also } from '../../core/revocation/engine';
import { maySignIn } from '../../core/liveness/live';
import { listLiveItems } from '../../core/revocation/items';
import type { Selection } from '../../core/revocation/selection';
import { applications } from '../application';
import { barring, findUser, type User } from '../user';
import { mustBeAllowed, mustLeaveAdministrators } from './allowed';
import { changesWith } from '../../core/derived/changes';
import { MOST, type Node } from '../../core/derived/closure';
import { type DerivedCause, type DerivedKind, endDerived } from '../../core/derived/endings';
import { linksOnDevices, linksWithoutKeys, recoveryCodesLeftBy } from '../../core/derived/related';
import { eventsOf } from './events';
import { holdClosure } from './hold';
import { takeRights } from './rights';

export interface Derived {
  /** Whether nothing is left to end. */
  isEmpty: boolean;
  /** To be called right before the receipt is made. */
  also(reason: string | null): Promise<Also>;
}

type Ids = (...kinds: string[]) => string[];

const idsIn =
  (nodes: Node[]): Ids =>
  (...kinds) =>
    nodes.filter(({ kind }) => kinds.includes(kind)).map(({ id }) => id);

/** Those who may sign in, or might again without anybody's doing: invited people and those who are disabled are neither. */
const toDisable = async (database: Database, ids: string[]): Promise<User[]> => {
  const users = await Promise.all(ids.map((id) => findUser(database, id)));
  return users.filter((user) => user !== null).filter(({ status }) => maySignIn({ status, hasExpired: false }));
};

const by = (kind: Selection['kind'], column: Selection['column'], values: string[], vanishes = false): Selection[] =>
  values.length > 0 ? [{ kind, column, values, ...(vanishes ? { vanishes } : {}) }] : [];

/** What goes with the things themselves. */
interface Hanging {
  authenticators: string[];
  emptyLinks: string[];
  links: string[];
  applications: string[];
}

const selectionsOf = (ids: Ids, { authenticators, emptyLinks, links, applications }: Hanging): Selection[] => [
  ...by('session', 'id', ids('SESSION')),
  ...by('token', 'family_id', ids('TOKEN_FAMILY')),
  ...by('accessGrant', 'family_id', ids('TOKEN_FAMILY')),
  ...by('token', 'id', ids('API_TOKEN', 'TOKEN')),
  ...by('authenticator', 'id', authenticators),
  ...selectionsOn('mobileAuthentication', emptyLinks),
  ...by('password', 'id', ids('PASSWORD'), true),
  ...by('recoveryLink', 'id', ids('RECOVERY_LINK'), true),
  ...by('invitation', 'id', ids('INVITATION'), true),
  ...by('clientSecret', 'id', ids('CLIENT_SECRET'), true),
  ...by('registrationToken', 'id', ids('REGISTRATION_TOKEN'), true),
  ...by('application', 'id', applications, true),
  ...by('roleAssignment', 'id', ids('ROLE_ASSIGNMENT'), true),
  ...by('groupMembership', 'id', ids('GROUP_MEMBERSHIP'), true),
  ...by('offboarding', 'id', ids('OFFBOARDING'), true),
  ...by('token', 'application_id', applications),
  ...by('accessGrant', 'application_id', applications),
  ...by('device', 'id', ids('DEVICE'), true),
  ...by('token', 'device_id', ids('DEVICE')),
  ...selectionsOn('deviceLink', links).filter(({ kind }) => kind !== 'token'),
];

/** In the order in which every ending writes; the rights follow in `takeRights`. */
const carryOut = async (
  database: Database,
  ids: Ids,
  { authenticators, emptyLinks, links, applications: enabled }: Hanging,
  cause: DerivedCause,
): Promise<void> => {
  const end = (kind: DerivedKind, ...kinds: string[]) => endDerived(database, kind, ids(kind, ...kinds), cause);
  await end('SESSION');
  await end('TOKEN_FAMILY');
  await end('TOKEN', 'API_TOKEN');
  await endCarriers(database, 'authenticator', authenticators, cause);
  await endCarriers(database, 'mobileAuthentication', emptyLinks, cause);
  await end('PASSWORD');
  await end('RECOVERY_LINK');
  await end('INVITATION');
  await end('CLIENT_SECRET');
  await end('REGISTRATION_TOKEN');
  await endDerived(database, 'APPLICATION', enabled, cause);
  await endCarriers(database, 'deviceLink', links, { ...cause, reason: 'DEVICE_DELETED' });
  await end('DEVICE');
};

export interface Asked {
  /** Where it begins: asked again until all of it is locked. */
  roots(): Promise<Node[]>;
  /** The users whose rows the ending itself needs. */
  userIds: string[];
  /** What is spared, with what it created. */
  except?: readonly string[];
  dryRun: boolean;
}

/** Locks and looks: whatever stands against ending any of it is thrown, and then nothing ends. */
export const holdDerived = async (database: Database, context: Context, asked: Asked): Promise<Derived> => {
  const { roots, nodes } = await holdClosure(database, asked.roots, asked);
  const begin = new Set(roots.map(({ id }) => id));
  // A token's family is one with it.
  const found = nodes.filter(({ id }) => !begin.has(id));
  if (found.length > MOST)
    throw new Refusal(
      'INVALID_STATE',
      `More than ${MOST} things were created with this. End some of the sessions, tokens and users among them first, each with what was derived from it.`,
      ['input', 'includeDerived'],
    );
  const ids = idsIn(found);
  const authenticators = ids('AUTHENTICATOR');
  const hanging: Hanging = {
    authenticators: [...authenticators, ...(await recoveryCodesLeftBy(database, authenticators))],
    emptyLinks: await linksWithoutKeys(database, authenticators),
    links: await linksOnDevices(database, ids('DEVICE')),
    applications: await applications(database).listEnabledIds(ids('APPLICATION')),
  };
  const selections = selectionsOf(ids, hanging);
  const users = await toDisable(database, ids('USER'));
  const all = await listLiveItems(database, [
    ...selections,
    ...by(
      'user',
      'id',
      users.map(({ id }) => id),
    ),
  ]);
  const items = all.filter(({ itemId }) => !begin.has(itemId));
  await mustBeAllowed(database, context, items, asked.dryRun);
  const mustStillLeaveThem = await mustLeaveAdministrators(database, context, { users, items });
  const changes = await changesWith(database, nodes);
  return {
    isEmpty: items.length === 0,
    also: async (reason) => {
      const bars = users.length > 0 ? await barring(database, users, reason) : null;
      const events: NewEvent[] = await eventsOf(database, items);
      return {
        selections: [...selections, ...(bars?.selections ?? [])],
        events: [...(bars?.events ?? []), ...events],
        changesLeft: changes.length,
        end: async (revocationId) => {
          const { caller } = context;
          const cause: DerivedCause = { reason: 'SOURCE_REVOKED', revocationId, statedReason: reason, caller };
          await carryOut(database, ids, hanging, cause);
          await takeRights(database, items, cause);
          await bars?.end(revocationId);
          await mustStillLeaveThem();
          await endDerived(database, 'IMPORT', [...begin, ...found.map(({ id }) => id)], cause);
        },
      };
    },
  };
};

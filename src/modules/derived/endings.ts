/** Ends what was created with a token or a session, in the receipt that ends the token or the session itself. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';
import { endCarriers, selectionsOn } from '../../core/revocation/dependents';
import type { NewEvent } from '../../core/event/record';
import { type Also } from '../../core/revocation/engine';
import { maySignIn } from '../../core/liveness/live';
import { allLiveItems, type SelectedItem, type Selection } from '../../core/revocation/selection';
import { barring, findUser, type User } from '../user';
import { mustBeAllowed, mustLeaveAdministrators } from './allowed';
import { changesWith } from '../../core/derived/changes';
import { MOST, type Node } from '../../core/derived/closure';
import { eventsOf } from './events';
import { holdClosure } from './hold';
import { endImports } from './imports';
import { takeRights } from './rights';
import { endEpoch } from '../../core/revocation/epochs';

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

/** Recovery codes that nothing is left to stand in for: they would come back to life with the next factor. */
const leftOver = async (database: Database, authenticators: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select c.id from authenticators c where c.kind = 'RECOVERY_CODES' and c.ended_at is null
       and exists (select from authenticators a where a.id = any($1::uuid[]) and a.user_id = c.user_id and a.kind in ('TOTP', 'PASSKEY') and a.ended_at is null)
       and not exists (select from authenticators a where a.user_id = c.user_id and a.kind in ('TOTP', 'PASSKEY') and a.ended_at is null and a.id <> all($1::uuid[]))`,
    [authenticators],
  );
  return rows.map(({ id }) => id);
};

/** Users on devices whose last key ends: they can confirm nothing there any more. */
const emptied = async (database: Database, authenticators: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select distinct l.id from authenticators a join device_links l on l.id = a.device_link_id
     where a.id = any($1::uuid[]) and a.ended_at is null and l.ended_at is null
       and not exists (select from authenticators o where o.device_link_id = l.id and o.ended_at is null and o.id <> all($1::uuid[]))`,
    [authenticators],
  );
  return rows.map(({ id }) => id);
};

const linksOn = async (database: Database, deviceIds: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    'select id from device_links where device_id = any($1::uuid[]) and ended_at is null',
    [deviceIds],
  );
  return rows.map(({ id }) => id);
};

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

const REASON = 'SOURCE_REVOKED';

const carryOut = async (
  database: Database,
  ids: Ids,
  { authenticators, emptyLinks, links, applications }: Hanging,
  { revocationId, reason }: { revocationId: string; reason: string | null },
): Promise<void> => {
  const cause = { reason: REASON, revocationId } as const;
  const ended = `end_reason = '${REASON}', revocation_id = $2`;
  const write = (sql: string, values: string[]) =>
    values.length > 0 ? database.execute(sql, sql.includes('$2') ? [values, revocationId] : [values]) : null;
  await write(
    `update sessions set ended_at = now(), tokens_ended_at = now(), ${ended} where id = any($1::uuid[]) and ended_at is null`,
    ids('SESSION'),
  );
  await write(
    `update token_families set ended_at = now(), ${ended} where id = any($1::uuid[]) and ended_at is null`,
    ids('TOKEN_FAMILY'),
  );
  await write(
    `update tokens set revoked_at = now(), ${ended} where id = any($1::uuid[]) and revoked_at is null and consumed_at is null`,
    ids('API_TOKEN', 'TOKEN'),
  );
  await endCarriers(database, 'authenticator', authenticators, cause);
  await endCarriers(database, 'mobileAuthentication', emptyLinks, cause);
  await write('delete from passwords where id = any($1::uuid[])', ids('PASSWORD'));
  await write('delete from links where id = any($1::uuid[]) and used_at is null', ids('RECOVERY_LINK'));
  await write(
    'update invitations set hash = null, revoked_at = now() where id = any($1::uuid[]) and revoked_at is null and (accepted = 0 or reusable)',
    ids('INVITATION'),
  );
  await write('delete from application_secrets where id = any($1::uuid[])', ids('CLIENT_SECRET'));
  await write(
    `update applications set registration_token_hash = null, registration_token_id = null, version = version + 1, updated_at = now()
     where registration_token_id = any($1::uuid[])`,
    ids('REGISTRATION_TOKEN'),
  );
  if (applications.length > 0) {
    await endEpoch(database, 'applications', applications, 'APPLICATION_DISABLED', revocationId);
    await database.execute(
      'update applications set disabled_at = now(), disabled_reason = $2 where id = any($1::uuid[])',
      [applications, reason],
    );
  }
  await endCarriers(database, 'deviceLink', links, { reason: 'DEVICE_DELETED', revocationId });
  await write(
    `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id)
     select d.id, 0, now(), 'DEVICE_DELETED', $2 from devices d where d.id = any($1::uuid[])`,
    ids('DEVICE'),
  );
  await write('delete from devices where id = any($1::uuid[])', ids('DEVICE'));
};

const enabledOf = async (database: Database, applicationIds: string[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    'select id from applications where id = any($1::uuid[]) and disabled_at is null',
    [applicationIds],
  );
  return rows.map(({ id }) => id);
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
    authenticators: [...authenticators, ...(await leftOver(database, authenticators))],
    emptyLinks: await emptied(database, authenticators),
    links: await linksOn(database, ids('DEVICE')),
    applications: await enabledOf(database, ids('APPLICATION')),
  };
  const selections = selectionsOf(ids, hanging);
  const users = await toDisable(database, ids('USER'));
  const live = allLiveItems([
    ...selections,
    ...by(
      'user',
      'id',
      users.map(({ id }) => id),
    ),
  ]);
  const all = live.sql === '' ? [] : await database.query<SelectedItem>(live.sql, live.values);
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
          await carryOut(database, ids, hanging, { revocationId, reason });
          await takeRights(database, items);
          await bars?.end(revocationId);
          await mustStillLeaveThem();
          await endImports(database, context.caller, begin, found);
        },
      };
    },
  };
};

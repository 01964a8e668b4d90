/**
 * Creates the users of imports in the background, batch after batch. A batch is one transaction: its users, their events, its faults, and
 * that its lines are done. So a process that is killed leaves nothing half-done, and whoever goes on finds what is left.
 */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import type { Handler } from '../../worker/task';
import { recordDerived } from '../derived/record';
import { type Caller, NOBODY, recordEvents } from '../event/record';
import { userMaySignIn } from '../revocation/live';
import { HELD_ROLES } from '../role/held';
import { barUsers } from '../user/end';
import type { User } from '../user/entity';
import type { Import } from './entity';
import { importColumns } from './list';

const BATCH = 1_000;

interface Line {
  line: number;
  id: string;
  username: string;
  disabled: boolean;
}

/** What a user began does not outlive the user's being let in; nor what a service began the service. */
const MAY_GO_ON = `case when x.started_by_user_id is not null
  then exists (select from users u where u.id = x.started_by_user_id and ${userMaySignIn('u')})
  else exists (select from applications a where a.id = x.started_by_application_id and a.disabled_at is null) end`;

const nextImport = (database: Database): Promise<(Import & { mayGoOn: boolean }) | null> =>
  database.one(
    `select ${importColumns}, ${MAY_GO_ON} as "mayGoOn" from imports x
     where x.started_at is not null and x.finished_at is null order by x.started_at, x.id limit 1 for no key update of x skip locked`,
  );

const INSERT_USERS = `
  insert into users (id, username, username_key, email, email_key, email_verified, name, path, attributes, type, source, created_at, updated_at)
  select n.id, l.username, l.username_key, l.email, l.email_key, l.email_verified, l.name, l.path, l.attributes, l.type, 'LOCAL', now(), now()
  from unnest($2::integer[], $3::uuid[]) as n (line, id) join import_lines l on l.import_id = $1 and l.line = n.line
  order by l.username_key on conflict do nothing returning id`;

const INSERT_PASSWORDS = `
  insert into passwords (user_id, hash, changed_at)
  select n.id, l.hash, now() from unnest($2::integer[], $3::uuid[]) as n (line, id) join import_lines l on l.import_id = $1 and l.line = n.line
  where l.hash is not null returning id, user_id as "userId"`;

/** Somebody else has taken the name or the address since the upload. */
const INSERT_FAULTS = `
  insert into import_faults (import_id, line, field, code, message)
  select l.import_id, l.line, f.field, 'CONFLICT', 'Another user has this ' || f.field || '.' from import_lines l
    cross join lateral (select case when exists (select from users u where u.username_key = l.username_key) then 'username' else 'email' end as field) f
  where l.import_id = $1 and l.line = any($2::integer[])`;

const INSERT_FORBIDDEN = `
  insert into import_faults (import_id, line, field, code, message)
  select $1, line, 'attributes', 'INVALID_INPUT', 'A rule would put the user into a group with a role, which whoever started this cannot give.'
  from unnest($2::integer[]) as l (line)`;

/** Whom a rule has put into a group that gives a role: nobody gives by a file what he does not hold. */
const withoutRoles = async (database: Database, created: Line[]): Promise<Line[]> => {
  const held = await database.query<{ id: string }>(
    `select distinct h.user_id as id from ${HELD_ROLES} h where h.user_id = any($1::uuid[])`,
    [created.map(({ id }) => id)],
  );
  const ids = new Set(held.map(({ id }) => id));
  if (ids.size > 0) await database.execute('delete from users where id = any($1::uuid[])', [[...ids]]);
  return created.filter(({ id }) => !ids.has(id));
};

const createBatch = async (database: Database, caller: Caller, found: Import): Promise<number> => {
  const { id: importId, reason } = found;
  const waiting = await database.query<Omit<Line, 'id'>>(
    `select line, username, disabled from import_lines where import_id = $1 order by line limit ${BATCH}`,
    [importId],
  );
  if (waiting.length === 0) return 0;
  const lines: Line[] = waiting.map((line) => ({ ...line, id: newId() }));
  const columns = (some: Line[]) => [importId, some.map(({ line }) => line), some.map(({ id }) => id)];
  const made = new Set((await database.query<{ id: string }>(INSERT_USERS, columns(lines))).map(({ id }) => id));
  const inserted = lines.filter(({ id }) => made.has(id));
  const created = found.mayGrant ? inserted : await withoutRoles(database, inserted);
  const [taken, forbidden] = [
    lines.filter(({ id }) => !made.has(id)),
    inserted.filter((line) => !created.includes(line)),
  ];
  const passwords = await database.query<{ id: string; userId: string }>(INSERT_PASSWORDS, columns(created));
  await recordDerived(database, caller, [
    ...created.map(({ id }) => ({ kind: 'USER', id, userId: id }) as const),
    ...passwords.map((password) => ({ kind: 'PASSWORD', ...password }) as const),
  ]);
  await recordEvents(
    database,
    caller,
    created.map(({ id, username }) => ({
      type: 'USER_CREATED',
      userId: id,
      reason,
      details: { username, importId: encodeId('Import', importId) },
    })),
  );
  const disabled = created.filter((line) => line.disabled).map(({ id }) => ({ id }) as User);
  if (disabled.length > 0)
    await barUsers(database, caller, { action: 'importUsers', target: null, users: disabled, reason, dryRun: false });
  if (taken.length > 0) await database.execute(INSERT_FAULTS, columns(taken).slice(0, 2));
  await database.execute(INSERT_FORBIDDEN, columns(forbidden).slice(0, 2));
  await database.execute('delete from import_lines where import_id = $1 and line = any($2::integer[])', [
    importId,
    lines.map(({ line }) => line),
  ]);
  await database.execute('update imports set created = created + $2, refused = refused + $3 where id = $1', [
    importId,
    created.length,
    taken.length + forbidden.length,
  ]);
  return lines.length;
};

const finish = async (database: Database, caller: Caller, found: Import, stopped: boolean): Promise<void> => {
  if (stopped) await database.execute('delete from import_lines where import_id = $1', [found.id]);
  const done = await database.one<Pick<Import, 'created' | 'refused'>>(
    'update imports set finished_at = now(), stopped = $2 where id = $1 returning created, refused',
    [found.id, stopped],
  );
  await recordEvents(database, caller, [
    {
      type: 'IMPORT_FINISHED',
      outcome: stopped ? 'FAILURE' : 'SUCCESS',
      reason: found.reason,
      details: { importId: encodeId('Import', found.id), lines: found.lines, ...done, stopped },
    },
  ]);
};

/** One batch of the import that was started first; false when there is nothing to do. */
const runBatch = (database: Database): Promise<boolean> =>
  database.transaction(async (tx) => {
    const found = await nextImport(tx);
    if (!found) return false;
    const caller: Caller = {
      ...NOBODY,
      userId: found.startedByUserId,
      impersonatorId: found.startedByImpersonatorId,
      applicationId: found.startedByApplicationId,
      tokenId: found.startedByTokenId,
      sessionId: found.startedBySessionId,
    };
    const goesOn = found.mayGoOn && (await createBatch(tx, caller, found)) > 0;
    if (!goesOn) await finish(tx, caller, found, !found.mayGoOn);
    return true;
  });

export const runImports: Handler<'import'> = async (_, { database, signal }) => {
  do signal.throwIfAborted();
  while (await runBatch(database));
};

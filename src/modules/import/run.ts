/**
 * Creates the users of imports in the background, batch after batch. A batch is one transaction: its users, their events, its faults, and
 * that its lines are done. So a process that is killed leaves nothing half-done, and whoever goes on finds what is left. Each batch asks
 * whether whoever started the import could still do so; if not, the import stops there.
 */
import type { Database } from '../../database/database';
import { uniquely } from '../../database/unique';
import { newId } from '../../platform/random';
import { encodeId } from '../../platform/type-id';
import type { Handler } from '../../core/job/task';
import type { HeldUpReason } from '../../schema/enums';
import { PERMISSIONS } from '../../schema/permissions';
import { creatorNow } from '../impersonation';
import { recordDerived } from '../../core/derived/record';
import { type Caller, NOBODY, recordEvents } from '../../core/event/record';
import { withRetries, Restart } from '../../core/mutation/run';
import { HELD_ROLES } from '../../core/authority/held-roles';
import { barUsers, namesAreFree, takenNames, type User, userTaken } from '../user';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';
import { importColumns } from './list';
import { mayCreateIn } from './policy';

const BATCH = 1_000;
/** For one that was stopped, so that there is time to go on with it. */
const DAYS_TO_RESUME = 1;

interface Line {
  line: number;
  id: string;
  username: string;
  path: string;
  disabled: boolean;
}

const nextImport = (database: Database): Promise<Import | null> =>
  database.one<Import>(
    `select ${importColumns} from imports x
     where x.started_at is not null and x.finished_at is null order by x.started_at, x.id limit 1 for no key update of x skip locked`,
  );

/** Line by line along the key: the planner, which cannot tell how many names are free, would compare each line with each. */
const INSERT_USERS = `
  insert into users (id, username, username_key, email, email_key, email_verified, name, path, attributes, type, source, created_at, updated_at)
  select n.id, l.username, l.username_key, l.email, l.email_key, l.email_verified, l.name, l.path, l.attributes, l.type, 'LOCAL', now(), now()
  from unnest($2::integer[], $3::uuid[]) as n (line, id)
    cross join lateral (select * from import_lines x where x.import_id = $1 and x.line = n.line offset 0) l
  where ${namesAreFree('l')} order by l.username_key on conflict do nothing returning id`;

const INSERT_PASSWORDS = `
  insert into passwords (user_id, hash, changed_at)
  select n.id, l.hash, now() from unnest($2::integer[], $3::uuid[]) as n (line, id) join import_lines l on l.import_id = $1 and l.line = n.line
  where l.hash is not null returning id, user_id as "userId"`;

/** Somebody else has taken the name or the address since the upload. */
const INSERT_FAULTS = `
  insert into import_faults (import_id, line, field, code, message)
  select l.import_id, l.line, t.field, 'CONFLICT', t.message from import_lines l cross join lateral ${takenNames('l')} t
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

type Waiting = Omit<Line, 'id'>;

const nextLines = (database: Database, { id }: Import): Promise<Waiting[]> =>
  database.query<Waiting>(
    `select line, username, path, disabled from import_lines where import_id = $1 order by line limit ${BATCH}`,
    [id],
  );

const createBatch = async (
  database: Database,
  caller: Caller,
  found: Import,
  { waiting, mayGrant }: { waiting: Waiting[]; mayGrant: boolean },
): Promise<void> => {
  const { id: importId, reason } = found;
  const lines: Line[] = waiting.map((line) => ({ ...line, id: newId() }));
  const columns = (some: Line[]) => [importId, some.map(({ line }) => line), some.map(({ id }) => id)];
  // Of a name that somebody takes meanwhile only the next try knows.
  const rows = await uniquely(
    () => database.query<{ id: string }>(INSERT_USERS, columns(lines)),
    (index) => (userTaken(index) ? new Restart() : undefined),
  );
  const made = new Set(rows.map(({ id }) => id));
  const inserted = lines.filter(({ id }) => made.has(id));
  const created = mayGrant ? inserted : await withoutRoles(database, inserted);
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
};

/** Done, or stopped with lines that wait for another administrator; of that whoever started it knows nothing. */
const finish = async (database: Database, caller: Caller, found: Import, cause: HeldUpReason | null): Promise<void> => {
  const done = await database.one<Pick<Import, 'created' | 'refused'>>(
    `update imports set finished_at = now(), stopped = $2::text is not null, held_up_reason = $2,
       expires_at = case when $2::text is null then expires_at else greatest(expires_at, now() + ${DAYS_TO_RESUME} * interval '1 day') end
     where id = $1 returning created, refused`,
    [found.id, cause],
  );
  const stopped = cause !== null;
  const details = { importId: encodeId('Import', found.id), lines: found.lines, ...done, stopped };
  await recordEvents(database, stopped ? NOBODY : caller, [
    {
      ...{ type: 'IMPORT_FINISHED', outcome: stopped ? 'FAILURE' : 'SUCCESS', reason: found.reason },
      details: stopped ? { ...details, cause } : details,
    },
  ]);
};

const heldUpBy = (starter: Principal | null, waiting: Waiting[]): HeldUpReason | null => {
  if (!starter) return 'CREATOR_ENDED';
  const mayCreate = mayCreateIn(starter);
  return waiting.every(({ path }) => mayCreate(path)) ? null : 'CREATOR_NOT_ENTITLED';
};

const batchOf = async (tx: Database): Promise<boolean> => {
  const found = await nextImport(tx);
  if (!found) return false;
  const by = {
    userId: found.startedByUserId,
    impersonatorId: found.startedByImpersonatorId,
    applicationId: found.startedByApplicationId,
  };
  const [tokenId, sessionId] = [found.startedByTokenId, found.startedBySessionId];
  const caller: Caller = { ...NOBODY, ...by, tokenId, sessionId };
  const waiting = await nextLines(tx, found);
  const starter = waiting.length > 0 ? await creatorNow(tx, { ...by, scopes: found.startedScopes }) : null;
  const cause = waiting.length > 0 ? heldUpBy(starter, waiting) : null;
  if (!starter || cause) {
    await finish(tx, caller, found, cause);
    return true;
  }
  const mayGrant = found.mayGrant && PERMISSIONS.every((permission) => may(starter, permission));
  await createBatch(tx, caller, found, { waiting, mayGrant });
  return true;
};

/** One batch of the import that was started first; false when there is nothing to do. */
const runBatch = (database: Database): Promise<boolean> => withRetries(() => database.transaction(batchOf));

export const runImports: Handler = async (_, { database, signal }) => {
  do signal.throwIfAborted();
  while (await runBatch(database));
};

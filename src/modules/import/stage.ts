/** Takes an upload in: each line is looked at as it comes, and waits or is refused. What it answers is what the import would do. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { ImportFormat } from '../../schema/enums';
import { Refusal } from '../../schema/errors';
import { asCaller } from '../../core/authority/guard';
import type { Caller } from '../../core/event/record';
import type { Principal } from '../../core/authority/principal';
import { takenNames } from '../user';
import { formats } from './formats';
import { check, type Fault, type Place, type Staged, UnreadableFile } from './record';

const BATCH = 1_000;
export const MOST_LINES = 1_000_000;
/** Uploads of one caller that wait at a time. */
const MOST_WAITING = 10;
const DAYS = 1;

export interface Upload {
  format: ImportFormat;
  place: Place;
  body: AsyncIterable<Buffer>;
}

const refuse = (database: Database, id: string, faults: (Fault & { line: number })[]): Promise<number> =>
  database.execute(
    `insert into import_faults (import_id, line, field, code, message)
     select $1, f.* from jsonb_to_recordset($2::jsonb) as f (line integer, field text, code text, message text)`,
    [id, JSON.stringify(faults)],
  );

const COLUMNS = `line integer, username text, username_key text, email text, email_key text, email_verified boolean, name text, path text,
  attributes jsonb, type text, disabled boolean, hash text`;
const NAMES = COLUMNS.replace(/ (integer|text|boolean|jsonb)/g, '');

const EARLIER = {
  username: 'An earlier line has this username.',
  email: 'An earlier line has this email.',
  usernameIsAddress: 'This username is the e-mail address of an earlier line.',
  addressIsUsername: 'This e-mail address is the username of an earlier line.',
};

type LineFault = Fault & { line: number };

/** What another user has, or a line of an earlier batch: which field, by line. */
const takenLines = (database: Database, id: string, lines: string): Promise<LineFault[]> =>
  database.query<LineFault>(
    `select g.line, 'CONFLICT' as code, t.field, t.message
     from jsonb_to_recordset($2::jsonb) as g (${COLUMNS}) cross join lateral (
       select * from ${takenNames('g')} u
       union all select 'username', '${EARLIER.username}' from import_lines l where l.import_id = $1 and l.username_key = g.username_key
       union all select 'email', '${EARLIER.email}' from import_lines l where l.import_id = $1 and l.email_key = g.email_key
       union all select 'username', '${EARLIER.usernameIsAddress}' from import_lines l where l.import_id = $1 and l.email_key = g.username_key
       union all select 'email', '${EARLIER.addressIsUsername}' from import_lines l where l.import_id = $1 and l.username_key = g.email_key
       limit 1) t`,
    [id, lines],
  );

/** What an earlier line of the same batch has, of lines that nothing else stands against. */
const clashing = (lines: Staged[]): LineFault[] => {
  const [usernames, addresses] = [new Set<string>(), new Set<string>()];
  const faults: LineFault[] = [];
  for (const { line, username_key: username, email_key: email } of lines) {
    const fault = (field: string, message: string) => void faults.push({ line, field, code: 'CONFLICT', message });
    if (usernames.has(username)) fault('username', EARLIER.username);
    else if (email !== null && addresses.has(email)) fault('email', EARLIER.email);
    else if (addresses.has(username)) fault('username', EARLIER.usernameIsAddress);
    else if (email !== null && usernames.has(email)) fault('email', EARLIER.addressIsUsername);
    else {
      usernames.add(username);
      if (email !== null) addresses.add(email);
    }
  }
  return faults;
};

/** Lets the lines wait whose names are free; gives what stands against the others. */
const stageLines = async (database: Database, id: string, lines: Staged[]): Promise<LineFault[]> => {
  if (lines.length === 0) return [];
  const without = (faults: LineFault[], from: Staged[]): Staged[] => {
    const refused = new Set(faults.map(({ line }) => line));
    return from.filter(({ line }) => !refused.has(line));
  };
  const taken = await takenLines(database, id, JSON.stringify(lines));
  const left = without(taken, lines);
  const clashes = clashing(left);
  await database.execute(
    `insert into import_lines (import_id, expires_at, ${NAMES})
     select $1, now() + ${DAYS} * interval '1 day', g.* from jsonb_to_recordset($2::jsonb) as g (${COLUMNS}) order by line`,
    [id, JSON.stringify(without(clashes, left))],
  );
  return [...taken, ...clashes];
};

/** Removes what an upload that did not come to its end has left. */
const forget = (database: Database, id: string): Promise<void> =>
  database.transaction(async (tx) => {
    for (const [table, column] of [
      ['import_lines', 'import_id'],
      ['import_faults', 'import_id'],
      ['imports', 'id'],
    ] as const)
      await tx.execute(`delete from ${table} where ${column} = $1`, [id]);
  });

const begin = async (database: Database, caller: Caller, format: ImportFormat): Promise<string> => {
  const waiting = await database.one<{ n: number }>(
    `select count(*)::int as n from imports x where x.finished_at is null and x.started_at is null and x.expires_at > now()
       and (x.created_by_user_id, x.created_by_application_id) is not distinct from ($1::uuid, $2::uuid)`,
    [caller.userId, caller.applicationId],
  );
  if (waiting!.n >= MOST_WAITING)
    throw new Refusal('RATE_LIMITED', `${MOST_WAITING} uploads of yours wait already; start them, or wait a day.`);
  const id = newId();
  await database.execute(
    `insert into imports (id, format, created_by_user_id, created_by_application_id, created_at, expires_at)
     values ($1, $2, $3, $4, now(), now() + ${DAYS} * interval '1 day')`,
    [id, format, caller.userId, caller.applicationId],
  );
  return id;
};

/** Who uploads: looked at again with each batch, so that the upload of somebody who has ended breaks off. */
export interface Uploader {
  caller: Caller;
  principal: Principal;
}

/** Gives the id of the import, whole; whatever it throws leaves nothing behind. */
export const stageUpload = async (
  database: Database,
  { caller, principal }: Uploader,
  { format, place, body }: Upload,
): Promise<string> => {
  const id = await begin(database, caller, format);
  try {
    let [lines, refused] = [0, 0];
    let batch: ReturnType<typeof check>[] = [];
    const flush = async () => {
      const faults = batch.filter((line) => 'message' in line) as (Fault & { line: number })[];
      const good = batch.filter((line) => !('message' in line)) as Staged[];
      await asCaller(database, principal, async (tx) => {
        faults.push(...(await stageLines(tx, id, good)));
        if (faults.length > 0) await refuse(tx, id, faults);
      });
      refused += faults.length;
      batch = [];
    };
    for await (const entry of formats[format](body)) {
      lines += 1;
      if (lines > MOST_LINES)
        throw new UnreadableFile(`The file has more than ${MOST_LINES} users; cut it into parts.`);
      batch.push(check(entry, place));
      if (batch.length === BATCH) await flush();
    }
    await flush();
    if (lines === 0) throw new UnreadableFile('The file has no users.');
    await asCaller(database, principal, (tx) =>
      tx.execute(
        'update imports set lines = $2, refused = $3, uploaded_at = now() where id = $1 and uploaded_at is null',
        [...[id, lines, refused]],
      ),
    );
    return id;
  } catch (error) {
    await forget(database, id).catch(() => null);
    throw error;
  }
};

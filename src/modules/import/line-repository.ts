/**
 * The table of staged lines: the only place with its statements. It also creates the users and their passwords, which are copied from the
 * lines within the database.
 */
import { isUnder } from '../../core/authority/object-permissions';
import { Parameters } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { namesAreFree, PREVIOUS_ID_TAKEN, previousIdIsTaken, subjectIsTaken, takenNames } from '../user';
import type { RequiredAction } from '../../schema/enums';
import type { LineFault, StagedLine } from './record';
import { ImportLine } from './tables';

/** How long lines are kept if the import is not started. */
const DAYS = 1;

const COLUMNS = `line integer, username text, username_key text, email text, email_key text, email_verified boolean, name text, path text,
  attributes jsonb, type text, disabled boolean, hash text, previous_ids text[], created_at timestamptz, required_actions text[], subject text,
  user_id uuid, fields text[]`;
const NAMES = COLUMNS.replace(/ (integer|text(\[\])?|boolean|jsonb|timestamptz|uuid)/g, '');

/** The messages for a line whose username or email an earlier line has. */
export const EARLIER_LINE = {
  username: 'An earlier line has this username.',
  email: 'An earlier line has this email.',
  usernameIsAddress: 'This username is the e-mail address of an earlier line.',
  addressIsUsername: 'This e-mail address is the username of an earlier line.',
  previousId: 'An earlier line has this previous id.',
  user: 'An earlier line is about the same user.',
};

const requires = (action: RequiredAction): string => `('${action}' = any(l.required_actions))`;
const requiredSince = (action: RequiredAction): string => `case when ${requires(action)} then now() end`;

/** The faults of a row whose username, email or previous ids another user has. */
export const conflictsOf = (row: string): string =>
  `(select * from ${takenNames(row)} t
    union all select 'previousId', '${PREVIOUS_ID_TAKEN}' where ${previousIdIsTaken(row)}
    union all select 'previousId', '${SUBJECT_TAKEN}' where ${row}.user_id is null and ${subjectIsTaken(`${row}.subject`)} limit 1)`;

/**
 * Reads line by line by key. The planner cannot estimate how many names are free, and would otherwise compare all lines with each other.
 * Whoever was created long ago elsewhere counts as active since now: their account is not dormant.
 */
const INSERT_USERS = `
  insert into users (id, username, username_key, email, email_key, email_verified, name, path, attributes, type, source,
    subject, password_change_required_at, email_verification_required_at, factor_required_at, created_at, enabled_at, updated_at)
  select n.id, l.username, l.username_key, l.email, l.email_key, l.email_verified and not ${requires('VERIFY_EMAIL')}, l.name, l.path, l.attributes, l.type, 'LOCAL',
    l.subject, ${requiredSince('CHANGE_PASSWORD')}, ${requiredSince('VERIFY_EMAIL')}, ${requiredSince('ENROLL_FACTOR')},
    coalesce(l.created_at, now()), case when l.created_at is not null then now() end, now()
  from unnest($2::integer[], $3::uuid[]) as n (line, id)
    cross join lateral (select * from import_lines x where x.import_id = $1 and x.line = n.line offset 0) l
  where ${namesAreFree('l')} and not ${previousIdIsTaken('l')} and not ${subjectIsTaken('l.subject')}
  order by l.username_key on conflict do nothing returning id`;

const INSERT_PASSWORDS = `
  insert into passwords (user_id, hash, changed_at)
  select n.id, l.hash, now() from unnest($2::integer[], $3::uuid[]) as n (line, id) join import_lines l on l.import_id = $1 and l.line = n.line
  where l.hash is not null returning id, user_id as "userId"`;

/** A `sub` is never given to a second user. */
export const SUBJECT_TAKEN =
  'This previous id cannot be the `sub` of the user, because it is or was the `sub` of another user or a client.';

export type WaitingLine = Omit<ImportLine, 'importId' | 'usernameKey' | 'emailKey' | 'expiresAt' | 'subject'>;

/** The users whom a line may mean. */
export interface Match {
  line: number;
  byPreviousId: string[];
  byUsername: string | null;
}

/** A line, and the id of the user that is created from it. */
export interface NewUser {
  line: number;
  id: string;
}

const columnsOf = (users: NewUser[]): [lines: number[], ids: string[]] => [
  users.map(({ line }) => line),
  users.map(({ id }) => id),
];

class ImportLineRepository extends TableRepository<ImportLine> {
  async addAll(importId: string, lines: StagedLine[]): Promise<void> {
    await this.database.execute(
      `insert into import_lines (import_id, expires_at, ${NAMES})
       select $1, now() + ${DAYS} * interval '1 day', g.* from jsonb_to_recordset($2::jsonb) as g (${COLUMNS}) order by line`,
      [importId, JSON.stringify(lines)],
    );
  }

  /** The faults of lines, not yet added, whose username or email another user or a staged line has. */
  listTaken(importId: string, lines: StagedLine[]): Promise<LineFault[]> {
    return this.database.query<LineFault>(
      `select g.line, 'CONFLICT' as code, t.field, t.message
       from jsonb_to_recordset($2::jsonb) as g (${COLUMNS}) cross join lateral (
         select * from ${conflictsOf('g')} u
         union all select 'username', '${EARLIER_LINE.username}' from import_lines l where l.import_id = $1 and l.username_key = g.username_key
         union all select 'email', '${EARLIER_LINE.email}' from import_lines l where l.import_id = $1 and l.email_key = g.email_key
         union all select 'username', '${EARLIER_LINE.usernameIsAddress}' from import_lines l where l.import_id = $1 and l.email_key = g.username_key
         union all select 'email', '${EARLIER_LINE.addressIsUsername}' from import_lines l where l.import_id = $1 and l.username_key = g.email_key
         union all select null, '${EARLIER_LINE.user}' from import_lines l where l.import_id = $1 and l.user_id = g.user_id
         union all select 'previousId', '${EARLIER_LINE.previousId}' where exists (
           select from (select import_id from import_lines l where l.previous_ids && g.previous_ids offset 0) l where l.import_id = $1)
         limit 1) t`,
      [importId, JSON.stringify(lines)],
    );
  }

  /** The next lines to import. */
  listNext(importId: string, limit: number): Promise<WaitingLine[]> {
    return this.database.query<WaitingLine>(
      `select line, username, email, email_verified as "emailVerified", name, path, attributes, type, disabled, hash, previous_ids as "previousIds",
         created_at as "createdAt", required_actions as "requiredActions", user_id as "userId", fields
       from import_lines where import_id = $1 order by line limit $2`,
      [importId, limit],
    );
  }

  /** The users with the previous ids and with the usernames of these lines. */
  listMatches(lines: StagedLine[]): Promise<Match[]> {
    return this.database.query<Match>(
      `select g.line, array(select distinct p.user_id from previous_ids p where p.previous_id = any(g.previous_ids)) as "byPreviousId",
         (select u.id from users u where u.username_key = g.username_key) as "byUsername"
       from jsonb_to_recordset($1::jsonb) as g (${COLUMNS})`,
      [JSON.stringify(lines)],
    );
  }

  /** The number of lines that change users. */
  async countChanging(importId: string): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      'select count(*)::int as n from import_lines where import_id = $1 and user_id is not null',
      [importId],
    );
    return row!.n;
  }

  /** Whether a line that creates a user has a path outside these folders. */
  async existsOutside(importId: string, folders: string[]): Promise<boolean> {
    const { add, values } = new Parameters();
    const inside = ['false', ...folders.map((folder) => isUnder('x.path', folder, add))].join(' or ');
    const outside = await this.database.one(
      `select 1 from import_lines x where x.import_id = ${add(importId)} and x.user_id is null and not (${inside}) limit 1`,
      values,
    );
    return outside !== null;
  }

  /** Creates users from their lines, except those whose username or email is taken. Returns the ids of the created users. */
  async createUsers(importId: string, users: NewUser[]): Promise<string[]> {
    const created = await this.database.query<{ id: string }>(INSERT_USERS, [importId, ...columnsOf(users)]);
    return created.map(({ id }) => id);
  }

  /** Copies the password hashes of the created users. */
  createPasswords(importId: string, users: NewUser[]): Promise<{ id: string; userId: string }[]> {
    return this.database.query(INSERT_PASSWORDS, [importId, ...columnsOf(users)]);
  }

  async deleteLines(importId: string, lines: number[]): Promise<void> {
    await this.database.execute('delete from import_lines where import_id = $1 and line = any($2::integer[])', [
      importId,
      lines,
    ]);
  }
}

export const importLines = repositoryOf(ImportLine, ImportLineRepository);

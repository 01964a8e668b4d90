/** The table of users: the only place with its statements. */
import { userEpoch } from '../../core/liveness/epochs';
import { Any } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import { userHasExpired, userIsEnabled, userMaySignIn } from '../../core/liveness/live';
import type { UserType } from '../../schema/enums';
import type { Database } from '../../database/database';
import { type AddParameter, Parameters } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { nameKey } from '../../platform/name-key';
import { User } from './entity';
import { dormantFor, userColumns } from './list-repository';
import { userIdByName } from './login-name-repository';

/** A user who may sign in, with what claims say about them. */
export interface UserAccount {
  id: string;
  username: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  updatedAt: Date;
  epoch: number;
  /** The `sub` that they kept from another system. */
  subject: string | null;
}

/** A user who tries to sign in. */
export interface SignInCandidate {
  id: string;
  username: string;
  email: string | null;
  name: string | null;
  status: string;
  type: UserType;
  isEnabled: boolean;
  maySignIn: boolean;
  epoch: number;
  /** Of the password. */
  hash: string | null;
  passwordId: string | null;
  /** Whether signing in with the password is locked. */
  locked: boolean;
  /** Whether the user must choose a new password. */
  mustChange: boolean;
  /** Whether the user must set up a second factor, unless they have one. */
  mustEnroll: boolean;
  /** Whether the user must confirm the address. */
  mustVerify: boolean;
  /** Whether the password is only long enough together with a second factor. */
  needsSecondFactor: boolean;
}

const CANDIDATE = `select u.id, u.username, u.email, u.name, u.status, u.type, ${userIsEnabled('u')} as "isEnabled", ${userMaySignIn('u')} as "maySignIn", ${userEpoch('u')} as epoch, p.hash, p.id as "passwordId", u.password_locked_at is not null as locked,
  u.password_change_required_at is not null as "mustChange", u.factor_required_at is not null as "mustEnroll",
  u.email_verification_required_at is not null and not u.email_verified and u.email is not null as "mustVerify", coalesce(p.needs_second_factor, false) as "needsSecondFactor"
  from users u left join passwords p on p.user_id = u.id`;

/**
 * How a request locks the rows of users. Issuing shares them with other issuing; signing in and ending take them alone. A request keeps one
 * mode: two requests that upgraded from the first to the second would deadlock.
 */
export type UserLock = 'share' | 'no key update';

/** Users whose account has expired and who have not been disabled for it yet. */
const EXPIRED = `${userHasExpired('x')} and ${userIsEnabled('x')}`;

/** Users that a job disables in one transaction. */
const DORMANT_BATCH = 200;

const EXPIRED_BATCH = 100;

/** The user may have been named to an application. Events remain after the rows of short-lived tokens and sessions are removed. */
const MAY_BE_KNOWN = `(u.last_login_at is not null or u.last_activity_at is not null
  or exists (select from tokens t where t.user_id = u.id) or exists (select from access_grants g where g.user_id = u.id)
  or exists (select from sessions s where s.user_id = u.id)
  or exists (select from events e where e.user_id = u.id and e.type in ('SIGN_IN', 'TOKEN_ISSUED', 'IMPERSONATION_STARTED')))`;

/** Folders in one response. */
export const MAX_FOLDERS = 1_000;

export interface NewUserRow extends Pick<User, 'id' | 'username' | 'email' | 'emailVerified' | 'name' | 'path'> {
  attributes: Record<string, unknown>;
  type: User['type'];
  ownerId: string | null;
  expiresAt: Date | null;
}

type NewUser = Pick<User, 'id' | 'name' | 'path' | 'attributes' | 'type'>;

class UserRepository extends TableRepository<User> {
  /** The `sub` that a user has kept from another system. */
  async findSubject(id: string): Promise<string | null> {
    const user = await this.database.one<Pick<User, 'subject'>>('select subject from users where id = $1', [id]);
    return user?.subject ?? null;
  }

  async findIdBySubject(subject: string): Promise<string | null> {
    if (subject.includes('\0')) return null;
    const user = await this.database.one<Pick<User, 'id'>>('select id from users where subject = $1', [subject]);
    return user?.id ?? null;
  }

  /** Nobody gets the subjects of these users again, if applications may have seen them. */
  async retireSubjects(ids: string[]): Promise<void> {
    await this.database.post(
      `insert into retired_subjects (hash, retired_at) select sha256(convert_to(u.subject, 'UTF8')), now() from users u
       where u.id = any($1::uuid[]) and u.subject is not null and ${MAY_BE_KNOWN} on conflict do nothing`,
      [ids],
    );
  }

  /** A user who may sign in. */
  findAccount(id: string): Promise<UserAccount | null> {
    return this.database.one(
      `select u.id, u.username, u.name, u.email, u.email_verified as "emailVerified", u.updated_at as "updatedAt", ${userEpoch('u')} as epoch, u.subject
     from users u where u.id = $1 and ${userMaySignIn('u')}`,
      [id],
    );
  }

  async findAttributes(id: string): Promise<Record<string, unknown>> {
    const user = await this.database.one<Pick<User, 'attributes'>>('select attributes from users where id = $1', [id]);
    return user?.attributes ?? {};
  }

  findCandidate(id: string): Promise<SignInCandidate | null> {
    return this.database.one(`${CANDIDATE} where u.id = $1`, [id]);
  }

  /** By the key of the username or the e-mail address. */
  findCandidateByName(nameKey: string): Promise<SignInCandidate | null> {
    return this.database.one(`${CANDIDATE} where u.id = ${userIdByName('$1')}`, [nameKey]);
  }

  /** The id of a user with mobile authentication on some device, by the key of the username or the e-mail address. */
  async findIdForMobile(nameKey: string): Promise<string | null> {
    const user = await this.database.one<{ id: string }>(
      `select u.id from users u where u.id = ${userIdByName('$1')}
       and exists (select from device_links l where l.user_id = u.id and l.ended_at is null and l.mobile_enrolled_at is not null)`,
      [nameKey],
    );
    return user?.id ?? null;
  }

  async findUsername(id: string): Promise<string | null> {
    const user = await this.database.one<{ username: string }>('select username from users where id = $1', [id]);
    return user?.username ?? null;
  }

  findById(id: string | null): Promise<User | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<User>(`select ${userColumns} from users x where x.id = $1`, [id]);
  }

  listByIds(ids: readonly string[]): Promise<User[]> {
    return this.database.query<User>(`select ${userColumns} from users x where x.id = any($1::uuid[])`, [ids]);
  }

  async findIdBy(column: 'username' | 'email', key: string): Promise<string | null> {
    const row = await this.database.one<{ id: string }>(`select id from users where ${column}_key = $1`, [key]);
    return row?.id ?? null;
  }

  /** The status of a user, if the name is still theirs, and whether it is their email address and not only their username. */
  findByName(id: string, key: string): Promise<{ id: string; status: string; byEmail: boolean } | null> {
    return this.database.one(
      `select id, status, email_key is not distinct from $2 as "byEmail" from users where id = $1 and (email_key = $2 or username_key = $2)`,
      [id, key],
    );
  }

  /** The normalized username and email address. */
  async listNameKeys(id: string): Promise<string[]> {
    const row = await this.database.one<{ keys: string[] }>(
      `select array_remove(array[username_key, email_key], null) as keys from users where id = $1`,
      [id],
    );
    return row?.keys ?? [];
  }

  /** A user who has registered with this address, or must confirm it before signing in, and has not confirmed it yet, with the hash of the chosen password. */
  findUnconfirmed(
    id: string,
    emailKey: string | null,
  ): Promise<{ userId: string; username: string; hash: string | null } | null> {
    return this.database.one(
      `select u.id as "userId", u.username, p.hash from users u left join passwords p on p.user_id = u.id
       where u.id = $1 and u.email_key = $2 and (u.status = 'PENDING_CONFIRMATION'
         or (u.status in ('ACTIVE', 'PENDING_LOGIN') and u.email_verification_required_at is not null and not u.email_verified))`,
      [id, emailKey],
    );
  }

  /** A local user who may use a recovery link, with the hash of the current password. The epoch and address must be those of the link. */
  findRecoverable(link: { userId: string; userEpoch: number | null; emailKey: string | null }): Promise<{
    userId: string;
    username: string;
    email: string | null;
    name: string | null;
    hash: string | null;
  } | null> {
    return this.database.one(
      `select u.id as "userId", u.username, u.email, u.name, p.hash from users u left join passwords p on p.user_id = u.id
       where u.id = $1 and ${userEpoch('u')} = $2 and ($3::text is null or u.email_key = $3)
         and u.source = 'LOCAL' and u.password_locked_at is null and ${userMaySignIn('u')}`,
      [link.userId, link.userEpoch, link.emailKey],
    );
  }

  /** The next dormant users in order of id. */
  async listDormantIds(days: number, after: string): Promise<string[]> {
    return (await this.dormant('x.id', days, 'x.id > $1::uuid', after)).map(({ id }) => id);
  }

  /** The dormant users among these. */
  listDormant(days: number, ids: string[]): Promise<User[]> {
    return this.dormant(userColumns, days, 'x.id = any($1::uuid[])', ids);
  }

  /** The next users to disable because their account has expired. */
  async listExpiredIds(): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select x.id from users x where x.expires_at <= now() and ${EXPIRED} order by x.id limit ${EXPIRED_BATCH}`,
    );
    return rows.map(({ id }) => id);
  }

  /** The users among these whose account has expired and who have not been disabled yet. */
  listExpired(ids: string[]): Promise<User[]> {
    return this.database.query<User>(
      `select ${userColumns} from users x where x.id = any($1::uuid[]) and ${EXPIRED} order by x.id`,
      [ids],
    );
  }

  /** The direct subfolders of a folder, for the users that `scope` selects. */
  listFolders(
    below: string,
    afterPath: string | null,
    scope: (add: AddParameter) => string[],
  ): Promise<{ path: string; users: number; usersHere: number }[]> {
    const { add, values } = new Parameters();
    const above = below.replace(/(?<=.)$/, '/');
    const prefix = `${add(above)}::text`;
    const conditions = [
      `x.path <> ''`,
      `x.path like ${add(`${above.replace(/[\\%_]/g, '\\$&')}%`)}`,
      ...(afterPath === null ? [] : [`f.path collate "C" > ${add(afterPath)}`]),
      ...scope(add),
    ];
    return this.database.query(
      `select f.path, count(*)::int as users, (count(*) filter (where x.path = f.path))::int as "usersHere" from users x
         cross join lateral (select ${prefix} || split_part(substr(x.path, length(${prefix}) + 1), '/', 1) as path) f
       where ${conditions.join(' and ')} group by f.path order by f.path collate "C" limit ${MAX_FOLDERS}`,
      values,
    );
  }

  async add(user: NewUserRow): Promise<void> {
    const { id, username, email } = user;
    await this.database.execute(
      `insert into users (id, username, username_key, email, email_key, email_verified, name, path, attributes, type, source, owner_id, expires_at, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'LOCAL', $11, $12, now(), now())`,
      [
        ...[id, username, nameKey(username), email, email && nameKey(email), user.emailVerified, user.name, user.path],
        ...[JSON.stringify(user.attributes), user.type, user.ownerId, user.expiresAt],
      ],
    );
  }

  /** A user who registers: the address is also the username. Returns false if the name is in use. */
  async addRegistered({ id, email, name }: { id: string; email: string; name: string | null }): Promise<boolean> {
    const added = await this.database.execute(
      `insert into users (id, username, username_key, email, email_key, name, type, onboarding, created_at, updated_at)
       values ($1, $2, $3, $2, $3, $4, 'EXTERNAL', 'PENDING_CONFIRMATION', now(), now()) on conflict do nothing`,
      [id, email, nameKey(email), name],
    );
    return added === 1;
  }

  /** Changes columns and increments the version. */
  async change(ids: string[], changes: QueryDeepPartialEntity<User>): Promise<void> {
    await this.update({ id: Any(ids) }, { ...changes, version: () => 'version + 1', updatedAt: () => 'now()' });
  }

  /** Disables the users who are not disabled yet. `endEpoch` has already incremented the version. */
  async disable(ids: string[], reason: string | null): Promise<void> {
    await this.database.post(
      'update users set disabled_at = now(), disabled_reason = $2 where id = any($1::uuid[]) and disabled_at is null',
      [ids, reason],
    );
  }

  async enable(ids: string[]): Promise<void> {
    await this.change(ids, { disabledAt: null, disabledReason: null, enabledAt: () => 'now()' });
  }

  /** From PENDING_CONFIRMATION to PENDING_LOGIN. Whoever confirms an address later keeps the status. */
  async confirm(id: string, provesAddress: boolean): Promise<void> {
    await this.change([id], {
      onboarding: () => `case when onboarding = 'PENDING_CONFIRMATION' then 'PENDING_LOGIN' else onboarding end`,
      ...(provesAddress ? { emailVerified: true } : {}),
    });
  }

  /** Locks the row, for work that is not done on behalf of a caller. Mutations lock with `lockUsers`. */
  async lock(id: string): Promise<void> {
    await this.database.query('select 1 from users where id = $1 for no key update', [id]);
  }

  /** Locks the rows in the order of their ids. */
  async lockEach(ids: readonly string[], lock: UserLock): Promise<void> {
    await this.database.query(`select id from users where id = any($1::uuid[]) order by id for ${lock}`, [ids]);
  }

  /** Locks the row in share mode; false, without waiting, if somebody changes it. */
  async tryShare(id: string): Promise<boolean> {
    return (await this.database.one('select 1 from users where id = $1 for share skip locked', [id])) !== null;
  }

  /** Locks the user whom a row with this hash belongs to, and returns their id. */
  async lockOwner(
    table: 'tokens' | 'access_grants' | 'authentication_requests',
    hash: Buffer,
    lock: UserLock,
  ): Promise<string | null> {
    const owner = await this.database.one<{ id: string }>(
      `select id from users where id = (select user_id from ${table} where hash = $1) for ${lock}`,
      [hash],
    );
    return owner?.id ?? null;
  }

  async stampSignIn(id: string): Promise<void> {
    await this.database.post(
      'update users set last_login_at = now(), last_activity_at = now(), onboarding = null where id = $1',
      [id],
    );
  }

  private dormant(select: string, days: number, more: string, value: unknown): Promise<User[]> {
    const { add, values } = new Parameters();
    add(value);
    const conditions = [more, ...dormantFor(days, add)].join(' and ');
    return this.database.query<User>(
      `select ${select} from users x where ${conditions} order by x.id limit ${DORMANT_BATCH}`,
      values,
    );
  }

  /** Increments the versions of the users who hold roles through these assignments. */
  async touchHolders(assignmentIds: string[]): Promise<void> {
    await this.database.execute(
      `update users set version = version + 1, updated_at = now() where id in (
         select user_id from user_roles where id = any($1::uuid[]) union select user_id from role_assignments where id = any($1::uuid[]))`,
      [assignmentIds],
    );
  }

  async countServiceAccounts(ids: string[]): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      `select count(*)::int as n from users where id = any($1::uuid[]) and type in ('SERVICE_ACCOUNT', 'INTERNAL_SERVICE_ACCOUNT')`,
      [ids],
    );
    return row!.n;
  }

  async findName(id: string | null): Promise<string | null> {
    const row = await this.database.one<{ name: string | null }>('select name from users where id = $1', [id]);
    return row?.name ?? null;
  }

  /** Adds an ACTIVE user without an email address. */
  async addWithUsername({
    id,
    username,
    name,
    path,
    attributes,
    type,
  }: NewUser & Pick<User, 'username'>): Promise<void> {
    await this.database.execute(
      `insert into users (id, username, username_key, name, path, attributes, type, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, now(), now())`,
      [id, username, nameKey(username), name, path, JSON.stringify(attributes), type],
    );
  }

  /** Adds an INVITED user, whose username is the email address; false where another user has it as username or email address. */
  async addInvited({ id, email, name, path, attributes, type }: NewUser & { email: string }): Promise<boolean> {
    const added = await this.database.execute(
      `insert into users (id, username, username_key, email, email_key, name, path, attributes, type, onboarding, created_at, updated_at)
       values ($1, $2, $3, $2, $3, $4, $5, $6, $7, 'INVITED', now(), now()) on conflict do nothing`,
      [id, email, nameKey(email), name, path, JSON.stringify(attributes), type],
    );
    return added === 1;
  }

  /** Gives an INVITED user the properties that a new invitation fixes. */
  async changeInvited(id: string, { name, path, attributes, type }: Omit<NewUser, 'id'>): Promise<void> {
    await this.database.execute(
      `update users set name = $2, path = $3, attributes = $4, type = $5, version = version + 1, updated_at = now() where id = $1`,
      [id, name, path, JSON.stringify(attributes), type],
    );
  }

  /** Which of these may sign in. Their rows are locked in share mode, in the order of their ids. */
  async listSignInAllowedForShare(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select u.id from users u where u.id = any($1::uuid[]) and ${userMaySignIn('u')} order by u.id for share`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }
}

export const users = repositoryOf(User, UserRepository);

/** `findById` as a function, for the `reload` of mutations. */
export const findUser = (database: Database, id: string | null): Promise<User | null> => users(database).findById(id);

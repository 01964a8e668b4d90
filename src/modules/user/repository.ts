/** The table of people and service accounts: the only place with its statements. */
import { userIsEnabled, userMaySignIn } from '../../core/liveness/live';
import type { UserType } from '../../schema/enums';
import { userIdByName } from './names';
import { repositoryOf, TableRepository } from '../../database/repository';
import { User } from './entity';

/** A user who may sign in, with what claims say about them. */
export interface UserAccount {
  id: string;
  username: string;
  name: string | null;
  email: string | null;
  emailVerified: boolean;
  updatedAt: Date;
  epoch: number;
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
  /** Whether the password is only long enough together with a second factor. */
  needsSecondFactor: boolean;
}

const CANDIDATE = `select u.id, u.username, u.email, u.name, u.status, u.type, ${userIsEnabled('u')} as "isEnabled", ${userMaySignIn('u')} as "maySignIn", u.epoch, p.hash, p.id as "passwordId", u.password_locked_at is not null as locked,
  u.password_change_required_at is not null as "mustChange", coalesce(p.needs_second_factor, false) as "needsSecondFactor"
  from users u left join passwords p on p.user_id = u.id`;

/**
 * How a request locks the rows of users. Issuing shares them with other issuing; signing in and ending take them alone. A request keeps one
 * mode: two requests that upgraded from the first to the second would deadlock.
 */
export type UserLock = 'share' | 'no key update';

class UserRepository extends TableRepository<User> {
  /** A user who may sign in. */
  findAccount(id: string): Promise<UserAccount | null> {
    return this.database.one(
      `select u.id, u.username, u.name, u.email, u.email_verified as "emailVerified", u.updated_at as "updatedAt", u.epoch
     from users u where u.id = $1 and ${userMaySignIn('u')}`,
      [id],
    );
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

  /** Locks the rows in the order of their ids. */
  async lock(ids: readonly string[], lock: UserLock): Promise<void> {
    await this.database.query(`select id from users where id = any($1::uuid[]) order by id for ${lock}`, [ids]);
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
    await this.database.execute(
      'update users set last_login_at = now(), last_activity_at = now(), onboarding = null where id = $1',
      [id],
    );
  }
}

export const users = repositoryOf(User, UserRepository);

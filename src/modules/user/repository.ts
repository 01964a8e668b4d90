/** The table of people and service accounts: the only place with its statements. */
import { userMaySignIn } from '../../core/liveness/live';
import { repositoryOf, TableRepository } from '../../database/repository';
import { nameKey } from '../../platform/name-key';
import { User } from './entity';

type NewUser = Pick<User, 'id' | 'name' | 'path' | 'attributes' | 'type'>;

class UserRepository extends TableRepository<User> {
  /** Gives those whose roles these assignments are a new version. */
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

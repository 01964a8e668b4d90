/** The table of authenticators: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import { rowsOf } from '../../database/rows';
import { Authenticator } from './entity';

export const authenticatorRows = rowsOf(Authenticator, {
  type: 'Authenticator',
  from: 'authenticators x',
  always: ['userId'],
});

export const authenticatorColumns = authenticatorRows.select;

export const authenticatorFrom = 'authenticators x';

class AuthenticatorRepository extends TableRepository<Authenticator> {
  /** Those of a user that have not ended; with `since`, only those that were added since then. */
  async listCurrentIds(userId: string, since: Date | null = null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from authenticators where user_id = $1 and ended_at is null ${since ? 'and created_at >= $2' : ''}`,
      since ? [userId, since] : [userId],
    );
    return rows.map(({ id }) => id);
  }

  /** Also one that has ended. */
  findById(id: string | null): Promise<Authenticator | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Authenticator>(`select ${authenticatorColumns} from ${authenticatorFrom} where x.id = $1`, [
          id,
        ]);
  }

  /** Those that have not ended, by device link or by user. */
  listBy(
    column: 'device_link_id' | 'user_id',
    ids: readonly string[],
  ): Promise<(Authenticator & { parentId: string })[]> {
    return this.database.query(
      `select ${authenticatorColumns}, x.${column} as "parentId" from ${authenticatorFrom}
       where x.${column} = any($1::uuid[]) and x.ended_at is null order by x.id`,
      [ids],
    );
  }

  listOfLink(deviceLinkId: string): Promise<Authenticator[]> {
    return this.listBy('device_link_id', [deviceLinkId]);
  }

  async stampUse(id: string): Promise<void> {
    await this.update({ id }, { lastUsedAt: () => 'now()' });
  }

  async end(column: 'id' | 'device_link_id', ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update authenticators set ended_at = now(), end_reason = $2, revocation_id = $3 where ${column} = any($1::uuid[]) and ended_at is null`,
      [ids, reason, revocationId],
    );
  }
}

export const authenticators = repositoryOf(Authenticator, AuthenticatorRepository);

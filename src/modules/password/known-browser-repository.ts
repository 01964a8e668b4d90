/** The table of known browsers: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { KnownBrowserRow } from './tables';

export const KNOWN_DAYS = 180;
/** Per user. The least recently used browser is deleted first. */
const MAX_BROWSERS = 20;

class KnownBrowserRowRepository extends TableRepository<KnownBrowserRow> {
  findByHash(hashes: Buffer[], userId: string | null): Promise<Pick<KnownBrowserRow, 'id' | 'userId' | 'hash'> | null> {
    return this.database.one(
      `select id, user_id as "userId", hash from known_browsers where hash = any($1::bytea[]) and user_id = $2 and expires_at > now() limit 1`,
      [hashes, userId],
    );
  }

  async add(id: string, userId: string, hash: Buffer): Promise<void> {
    await this.database.post(
      `insert into known_browsers (id, user_id, hash, created_at, last_used_at, expires_at)
       values ($1, $2, $3, now(), now(), now() + ${KNOWN_DAYS} * interval '1 day')`,
      [id, userId, hash],
    );
  }

  /** Replaces the value of a browser. */
  async renew(id: string, hash: Buffer): Promise<void> {
    await this.database.post(
      `update known_browsers set hash = $2, last_used_at = now(), expires_at = now() + ${KNOWN_DAYS} * interval '1 day' where id = $1`,
      [id, hash],
    );
  }

  async deleteBeyondLimit(userId: string): Promise<void> {
    await this.database.post(
      `delete from known_browsers where user_id = $1 and id not in (
       select id from known_browsers where user_id = $1 order by last_used_at desc, id desc limit ${MAX_BROWSERS})`,
      [userId],
    );
  }
}

export const knownBrowsers = repositoryOf(KnownBrowserRow, KnownBrowserRowRepository);

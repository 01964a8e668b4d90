/** The table of tokens: the only place with its statements. */
import { type LinkName, linksOf } from '../../core/liveness/live';
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { EndReason } from '../../schema/enums';
import { Token } from './entity';
import { tokenColumns, tokenFrom, tokenLife } from './list';

/** A token with one link of the predicate. */
export interface LinkedToken extends Token {
  live: boolean;
  link: LinkName | 'self';
  onId: string | null;
  holds: boolean;
  since: Date | null;
  why: EndReason | null;
  receiptId: string | null;
}

class TokenRepository extends TableRepository<Token> {
  /** Ends those that have neither ended nor been used up. */
  async endDerived(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3
       where id = any($1::uuid[]) and revoked_at is null and consumed_at is null`,
      [ids, reason, revocationId],
    );
  }

  /** One row for each link of the predicate, in one statement with the verdict, so that the two cannot disagree. */
  listLinks(column: 'id' | 'hash', value: string | Buffer): Promise<LinkedToken[]> {
    return this.database.query(
      `select ${tokenColumns}, ${tokenLife.live} as "live", link.name as "link", link.on_id as "onId", link.holds, link.at as "since",
         link.reason as "why", link.revocation_id as "receiptId"
       from ${tokenFrom} ${linksOf('token', 'x')} where x.${column} = $1`,
      [value],
    );
  }

  /** The newest whose column has this value. */
  async listIdsBy(column: string, value: string, limit: number): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select x.id from tokens x where x.${column} = $1 order by x.id desc limit $2`,
      [value, limit],
    );
    return rows.map(({ id }) => id);
  }
}

export const tokens = repositoryOf(Token, TokenRepository);

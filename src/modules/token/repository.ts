/** The table of tokens: the only place with its statements. */
import type { Cause } from '../../core/revocation/dependents';
import { lifeColumns, lifeOf, type LinkName, linksOf, statusCondition } from '../../core/liveness/live';
import { Conditions, filterText } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { EndReason } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Token } from './entity';
import { familyLives } from './family-repository';
import type { TokenFilter } from './list';

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

import type { RevocableToken } from './revocable';

export const tokenLife = lifeOf('token', 'x');

export const tokenColumns = `${columnsOf(Token, 'x')}, ${lifeColumns('token', tokenLife)},
  (x.kind = 'REFRESH' or coalesce(lf.refresh_token_issued, false)) as "refreshTokenIssued"`;

export const tokenFrom = `tokens x ${tokenLife.joins} ${tokenLife.death}`;

export const tokenList: ListSource<TokenFilter> = {
  name: 'tokens',
  select: tokenColumns,
  from: tokenFrom,
  countFrom: (filter) => (filter?.status ? tokenFrom : 'tokens x'),
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, EXPIRES_AT: { by: 'x.expires_at', type: 'timestamptz' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .id('x.user_id', 'User', filter.userId)
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.application_id', 'Application', filter.applicationId)
      .id('x.session_id', 'Session', filter.sessionId)
      .anyOf('x.kind', filter.kind)
      .when(filter.status, () => statusCondition(tokenLife, filter.status!, 'REVOKED'))
      .when(filter.scope, () => `x.scopes @> array[${add(filterText('scope', filter.scope!))}]::text[]`).list,
};

/** The columns of a removed refresh token that are those of its family. */
const FROM_FAMILY = [
  ...['user_id', 'user_epoch', 'application_id', 'application_epoch', 'session_id', 'device_id', 'device_link_id'],
  'consent_id',
];

const OF_REMOVED = {
  id: 'r.token_id',
  kind: `'REFRESH'`,
  name: 'null::text',
  family_id: 'f.id',
  session_bound: 'false',
  scopes: `'{}'::text[]`,
  resource: 'null::text',
  created_at: 'f.created_at',
  expires_at: `'-infinity'::timestamptz`,
  last_used_at: 'null::timestamptz',
  consumed_at: 'f.created_at',
  revoked_at: 'null::timestamptz',
  end_reason: 'null::text',
  revocation_id: 'null::uuid',
};

/** Tokens, and the refresh tokens that retention removed. */
const withRemoved = `(
    select ${[...Object.keys(OF_REMOVED), ...FROM_FAMILY].map((column) => `t.${column}`).join(', ')} from tokens t
    union all
    select ${[...Object.values(OF_REMOVED), ...FROM_FAMILY.map((column) => `f.${column}`)].join(', ')}
    from rotated_refresh_tokens r join token_families f on f.id = r.family_id) x`;

const revocableColumns = `${tokenColumns}, x.kind = 'REFRESH' and ${familyLives('x.family_id')} as "familyLives",
  lf.revocation_id as "familyRevocationId"`;

const revocableFrom = `${withRemoved} ${tokenLife.joins} ${tokenLife.death}`;

export const revocableList: ListSource<TokenFilter> = { ...tokenList, select: revocableColumns, from: revocableFrom };

export interface NewApiToken {
  id: string;
  hash: Buffer;
  name: string;
  userId: string;
  /** The `sub` of the user. */
  accountId: string;
  scopes: string[];
  expiresAt: Date;
  /** The `client_id` of the application that it is issued to. */
  clientId: string;
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

  /** Ends the tokens on these devices that belong to no family. */
  async endOnDevices(deviceIds: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3
       where device_id = any($1::uuid[]) and family_id is null and revoked_at is null`,
      [deviceIds, reason, revocationId],
    );
  }

  /** With its status. */
  findById(id: string | null): Promise<Token | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Token>(`select ${tokenColumns} from ${tokenFrom} where x.id = $1`, [id]);
  }

  /** As revocation sees it, including refresh tokens that retention removed. */
  findRevocable(id: string | null): Promise<RevocableToken | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<RevocableToken>(`select ${revocableColumns} from ${revocableFrom} where x.id = $1`, [id]);
  }

  /** What introspection returns for a live token besides the token itself. */
  findLiveByHash(hash: Buffer): Promise<{ id: string; clientId: string; username: string | null } | null> {
    return this.database.one(
      `select x.id, x.client_id as "clientId", lu.username from tokens x ${tokenLife.joins} where x.hash = $1 and ${tokenLife.live}`,
      [hash],
    );
  }

  /** API tokens of a user that are neither revoked nor expired. */
  async countApiTokens(userId: string): Promise<number> {
    const { n } = (await this.database.one<{ n: number }>(
      `select count(*)::int as n from tokens where user_id = $1 and kind = 'API' and revoked_at is null and expires_at > now()`,
      [userId],
    ))!;
    return n;
  }

  /**
   * False where the application is disabled. The token has no user epoch: disabling the user suspends it. Its payload is that of an access
   * token, which is what the provider's models read.
   */
  async addApiToken(token: NewApiToken): Promise<boolean> {
    const { id, hash, name, userId, accountId, scopes, expiresAt, clientId } = token;
    const inserted = await this.database.execute(
      `insert into tokens (id, hash, kind, name, user_id, application_id, client_id, application_epoch, scopes, payload, created_at, expires_at)
       select $1, $2, 'API', $3, $4, a.id, a.client_id, a.epoch, $5,
         jsonb_build_object('kind', 'AccessToken', 'accountId', $6::text, 'clientId', a.client_id, 'scope', $7::text,
           'iat', floor(extract(epoch from now()))::bigint), now(), $8
       from applications a where a.client_id = $9 and a.disabled_at is null`,
      [id, hash, name, userId, scopes, accountId, scopes.join(' '), expiresAt, clientId],
    );
    return inserted === 1;
  }

  /** Ends those that have not been revoked. */
  async end(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and revoked_at is null`,
      [ids, reason, revocationId],
    );
  }

  /** The API tokens of a user that were not revoked. */
  async listUnrevokedApiIds(userId: string): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select id from tokens where user_id = $1 and kind = 'API' and revoked_at is null`,
      [userId],
    );
    return rows.map(({ id }) => id);
  }

  async revoke(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.execute(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[])`,
      [ids, reason, revocationId],
    );
  }
}

export const tokens = repositoryOf(Token, TokenRepository);

/** The table of tokens: the only place with its statements. */
import { applicationEpoch } from '../../core/liveness/epochs';
import {
  type JoinedFamily,
  joinedFamilyColumns,
  type JoinedLimits,
  joinedLimitColumns,
  type JoinedUser,
  joinedUserColumns,
} from '../../core/authority/joined-columns';
import { type LinkName, livenessLinksOf, livenessOf } from '../../core/liveness/live';
import type { Cause } from '../../core/revocation/dependents';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { EndReason, TokenFormat, TokenKind } from '../../schema/enums';
import { Token } from './entity';
import { familyIsLive } from './family-repository';
import { revocableRows, tokenLiveness, tokenRows } from './list-repository';
import type { RevocableToken } from './revocable';

const presentedLiveness = livenessOf('token', 'x');

const FIND_PRESENTED = `
  select x.id, x.kind, x.user_id as "userId", x.application_id as "applicationId", x.family_id as "familyId", x.session_id as "sessionId",
    x.device_id as "deviceId", x.device_link_id as "deviceLinkId", x.resource, x.payload, x.used_at as "usedAt",
    ls.impersonator_id as "impersonatorId",
    extract(epoch from x.expires_at)::float8 as exp, ${joinedFamilyColumns}, ${joinedUserColumns},
    ${joinedLimitColumns("(x.kind = 'API')")}
  from (select id, kind, user_id, user_epoch, application_id, application_epoch, family_id, session_id, session_bound, device_id,
      device_link_id, consent_id, resource, payload, expires_at, revoked_at, end_reason, revocation_id, consumed_at as used_at,
      null::timestamptz as consumed_at
    from tokens where hash = $1) x
  ${presentedLiveness.joins} where ${presentedLiveness.live}`;

export interface PresentedToken<Payload> extends JoinedFamily<Payload>, JoinedUser, JoinedLimits {
  id: string;
  kind: TokenKind;
  applicationId: string;
  sessionId: string | null;
  deviceId: string | null;
  deviceLinkId: string | null;
  impersonatorId: string | null;
  resource: string | null;
  payload: Payload;
  usedAt: Date | null;
  /** Seconds since 1970. */
  exp: number;
}

const FIND_ANCESTOR = `
  select a.id, 'REFRESH' as kind, a.rotated, f.id as "familyId", f.user_id as "userId", f.client_id as "clientId",
    f.application_id as "applicationId", f.session_id as "sessionId", extract(epoch from f.expires_at)::float8 as exp
  from (
    select id, family_id, consumed_at is not null as rotated from tokens where hash = $1 and kind = 'REFRESH'
    union all select token_id, family_id, true from rotated_refresh_tokens where hash = $1
  ) a join token_families f on f.id = a.family_id where ${familyIsLive('a.family_id')}`;

/** A refresh token that can no longer be used, of a family that lives. */
export interface AncestorToken {
  id: string;
  kind: 'REFRESH';
  /** Whether a newer token replaced it. */
  rotated: boolean;
  familyId: string;
  userId: string;
  clientId: string;
  applicationId: string;
  sessionId: string | null;
  exp: number;
}

/** A JWT says itself when it expires. */
const expiryOf = (format: string, payload: string, seconds: string): string =>
  `case when ${format} = 'JWT' then to_timestamp((${payload}::jsonb ->> 'exp')::float8) else now() + make_interval(secs => ${seconds}) end`;

const ADD_TO_FAMILY = `
  insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound,
    consent_id, user_epoch, application_epoch, scopes, resource, payload, format, created_at, expires_at)
  select $1, $2, $3, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id,
    not coalesce('offline_access' = any (string_to_array(f.payload -> 'openid' ->> 'scope', ' ')), false), f.consent_id, f.user_epoch,
    f.application_epoch, $4, $5, $6, $9, now(), least(${expiryOf('$9', '$6', '$7')}, case when $9 = 'JWT' then 'infinity' else f.expires_at end)
  from (select $8::uuid as id) wanted left join token_families f on f.id = wanted.id`;

const ADD_FOR_CLIENT = `
  insert into tokens (id, hash, kind, application_id, client_id, device_id, application_epoch, scopes, resource, payload, secret_id, format, created_at, expires_at)
  select $1, $2, 'ACCESS', a.id, $3, $4, ${applicationEpoch('a')}, $5, $6, $7, (select s.id from application_secrets s where s.application_id = a.id and s.hash = $10), $11, now(),
    ${expiryOf('$11', '$7', '$8')}
  from applications a where a.id = $9 and a.disabled_at is null`;

interface IssuedToken {
  id: string;
  format: TokenFormat;
  hash: Buffer;
  scopes: string[];
  resource: unknown;
  /** JSON. */
  payload: string;
  /** Until it expires. */
  seconds: number;
}

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
  /**
   * The live token of this hash. A token that has only been used up is found as well, with `usedAt`: a second use that loses a race must be
   * recognized as reuse.
   */
  findPresented<Payload>(hash: Buffer): Promise<PresentedToken<Payload> | null> {
    return this.database.one(FIND_PRESENTED, [hash]);
  }

  /** The same, locked first: nobody else can use it up before this transaction is over. */
  lockPresented<Payload>(hash: Buffer): Promise<PresentedToken<Payload> | null> {
    this.database.postLock('select 1 from tokens where hash = $1 for no key update', [hash]);
    return this.findPresented(hash);
  }

  /** The refresh token of this hash, whether used up, expired or removed, if its family lives. */
  findAncestor(hash: Buffer): Promise<AncestorToken | null> {
    return this.database.one(FIND_ANCESTOR, [hash]);
  }

  /** Takes user, application, session, device, consent and epochs from the family, which must exist. */
  addToFamily(
    familyId: string,
    kind: 'ACCESS' | 'REFRESH',
    { id, format, hash, scopes, resource, payload, seconds }: IssuedToken,
  ): Promise<void> {
    return this.database.post(ADD_TO_FAMILY, [
      ...[id, hash, kind, scopes, resource, payload, seconds, familyId, format],
    ]);
  }

  /** A token of client credentials. False if the application has been disabled. */
  async addForClient(
    client: { applicationId: string; clientId: string; deviceId: string | null; secretHash: Buffer | null },
    { id, format, hash, scopes, resource, payload, seconds }: IssuedToken,
  ): Promise<boolean> {
    const { applicationId, clientId, deviceId, secretHash } = client;
    const values = [
      ...[id, hash, clientId, deviceId, scopes, resource, payload, seconds],
      ...[applicationId, secretHash, format],
    ];
    return (await this.database.execute(ADD_FOR_CLIENT, values)) > 0;
  }

  /** Of a token that `lockPresented` has found. */
  consume(hash: Buffer): Promise<void> {
    return this.database.post('update tokens set consumed_at = now(), last_used_at = now() where hash = $1', [hash]);
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
    await this.database.post(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[])`,
      [ids, reason, revocationId],
    );
  }

  /** Ends those that have neither ended nor been used up. */
  async endDerived(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3
       where id = any($1::uuid[]) and revoked_at is null and consumed_at is null`,
      [ids, reason, revocationId],
    );
  }

  /** One row for each link of the predicate, in one statement with the verdict, so that the two cannot disagree. */
  listLinks(column: 'id' | 'hash', value: string | Buffer): Promise<LinkedToken[]> {
    return this.database.query(
      `select ${tokenRows.select}, ${tokenLiveness.live} as "live", link.name as "link", link.on_id as "onId", link.holds, link.at as "since",
         link.reason as "why", link.revocation_id as "receiptId"
       from ${tokenRows.from} ${livenessLinksOf('token', 'x')} where x.${column} = $1`,
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
    await this.database.post(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3
       where device_id = any($1::uuid[]) and family_id is null and revoked_at is null`,
      [deviceIds, reason, revocationId],
    );
  }

  /** With its status. */
  findById(id: string | null): Promise<Token | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Token>(`select ${tokenRows.select} from ${tokenRows.from} where x.id = $1`, [id]);
  }

  /** As revocation sees it, including refresh tokens that retention removed. */
  findRevocable(id: string | null): Promise<RevocableToken | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<RevocableToken>(`select ${revocableRows.select} from ${revocableRows.from} where x.id = $1`, [
          id,
        ]);
  }

  /** What introspection returns for a live token besides the token itself. */
  findLiveByHash(hash: Buffer): Promise<{ id: string; clientId: string; username: string | null } | null> {
    return this.database.one(
      `select x.id, x.client_id as "clientId", lu.username from tokens x ${tokenLiveness.joins} where x.hash = $1 and ${tokenLiveness.live}`,
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
       select $1, $2, 'API', $3, $4, a.id, a.client_id, ${applicationEpoch('a')}, $5,
         jsonb_build_object('kind', 'AccessToken', 'accountId', $6::text, 'clientId', a.client_id, 'scope', $7::text,
           'iat', floor(extract(epoch from now()))::bigint), now(), $8
       from applications a where a.client_id = $9 and a.disabled_at is null`,
      [id, hash, name, userId, scopes, accountId, scopes.join(' '), expiresAt, clientId],
    );
    return inserted === 1;
  }

  /** Ends those that have not been revoked. */
  async end(ids: string[], { reason, revocationId }: Cause): Promise<void> {
    await this.database.post(
      `update tokens set revoked_at = now(), end_reason = $2, revocation_id = $3 where id = any($1::uuid[]) and revoked_at is null`,
      [ids, reason, revocationId],
    );
  }
}

export const tokens = repositoryOf(Token, TokenRepository);

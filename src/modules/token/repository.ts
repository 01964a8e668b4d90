/** The table of tokens: the only place with its statements. */
import {
  type JoinedFamily,
  joinedFamilyColumns,
  type JoinedLimits,
  joinedLimitColumns,
  type JoinedUser,
  joinedUserColumns,
} from '../../core/liveness/joined-columns';
import { lifeOf } from '../../core/liveness/live';
import { newId } from '../../platform/random';
import type { TokenKind } from '../../schema/enums';
import { familyLives } from './family';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Token } from './entity';

const presentedLife = lifeOf('token', 'x');
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
  ${presentedLife.joins} where ${presentedLife.live}`;

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
  ) a join token_families f on f.id = a.family_id where ${familyLives('a.family_id')}`;

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

const ADD_TO_FAMILY = `
  insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound,
    consent_id, user_epoch, application_epoch, scopes, resource, payload, created_at, expires_at)
  select $1, $2, $3, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id,
    not coalesce('offline_access' = any (string_to_array(f.payload -> 'openid' ->> 'scope', ' ')), false), f.consent_id, f.user_epoch,
    f.application_epoch, $4, $5, $6, now(), least(now() + make_interval(secs => $7), f.expires_at)
  from token_families f where f.id = $8`;

const ADD_FOR_CLIENT = `
  insert into tokens (id, hash, kind, application_id, client_id, device_id, application_epoch, scopes, resource, payload, secret_id, created_at, expires_at)
  select $1, $2, 'ACCESS', a.id, $3, $4, a.epoch, $5, $6, $7, (select s.id from application_secrets s where s.application_id = a.id and s.hash = $10), now(),
    now() + make_interval(secs => $8)
  from applications a where a.id = $9 and a.disabled_at is null`;

interface IssuedToken {
  hash: Buffer;
  scopes: string[];
  resource: unknown;
  /** JSON. */
  payload: string;
  /** Until it expires. */
  seconds: number;
}

class TokenRepository extends TableRepository<Token> {
  /**
   * The live token of this hash. A token that has only been used up is found as well, with `usedAt`: a second use that loses a race must be
   * recognized as reuse.
   */
  findPresented<Payload>(hash: Buffer): Promise<PresentedToken<Payload> | null> {
    return this.database.one(FIND_PRESENTED, [hash]);
  }

  /** The refresh token of this hash, whether used up, expired or removed, if its family lives. */
  findAncestor(hash: Buffer): Promise<AncestorToken | null> {
    return this.database.one(FIND_ANCESTOR, [hash]);
  }

  /** Takes user, application, session, device, consent and epochs from the family. False if there is no such family. */
  async addToFamily(
    familyId: string,
    kind: 'ACCESS' | 'REFRESH',
    { hash, scopes, resource, payload, seconds }: IssuedToken,
  ): Promise<boolean> {
    const values = [newId(), hash, kind, scopes, resource, payload, seconds, familyId];
    return (await this.database.execute(ADD_TO_FAMILY, values)) > 0;
  }

  /** A token of client credentials. False if the application has been disabled. */
  async addForClient(
    client: { applicationId: string; clientId: string; deviceId: string | null; secretHash: Buffer | null },
    { hash, scopes, resource, payload, seconds }: IssuedToken,
  ): Promise<boolean> {
    const { applicationId, clientId, deviceId, secretHash } = client;
    const values = [
      ...[newId(), hash, clientId, deviceId, scopes, resource, payload, seconds],
      ...[applicationId, secretHash],
    ];
    return (await this.database.execute(ADD_FOR_CLIENT, values)) > 0;
  }

  /** True for exactly one of any number of concurrent uses. */
  async consume(hash: Buffer): Promise<boolean> {
    const changed = await this.database.execute(
      'update tokens set consumed_at = now(), last_used_at = now() where hash = $1 and consumed_at is null and revoked_at is null',
      [hash],
    );
    return changed === 1;
  }
}

export const tokens = repositoryOf(Token, TokenRepository);

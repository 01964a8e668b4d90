/** Access tokens, client-credentials tokens and refresh tokens: rows of `tokens`, which take what they hang on from their family. */
import Provider, { errors } from 'oidc-provider';
import { secretHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import type { TokenKind } from '../../schema/enums';
import { applicationVersions } from '../../modules/app-version';
import { endToken } from '../../modules/token';
import { lifeOf } from '../../core/liveness/live';
import { attenuated, limitColumns, type LimitColumns } from '../attenuation';
import { clientFacts, isStaticScope } from '../client-facts';
import { currentDatabase, currentRequest } from '../request-scope';
import { kept, ModelAdapter, scopesOf, type Payload } from './adapter';
import { findAncestor, presentAncestor } from './ancestor';
import { endReusedFamily, FAMILY_COLUMNS, rememberFamily, type FamilyColumns } from './family';
import { rememberUser, USER_COLUMNS, type UserColumns } from './user-columns';

/** The predicate on the row as if it had not been used up yet: a second use that loses a race has to be seen as that. */
const life = lifeOf('token', 'x');
const FIND = `
  select x.id, x.kind, x.user_id as "userId", x.application_id as "applicationId", x.family_id as "familyId", x.session_id as "sessionId",
    x.device_id as "deviceId", x.device_link_id as "deviceLinkId", x.resource, x.payload, x.used_at as "usedAt",
    ls.impersonator_id as "impersonatorId",
    extract(epoch from x.expires_at)::float8 as exp, ${FAMILY_COLUMNS}, ${USER_COLUMNS},
    ${limitColumns("(x.kind = 'API')")}
  from (select id, kind, user_id, user_epoch, application_id, application_epoch, family_id, session_id, session_bound, device_id,
      device_link_id, consent_id, resource, payload, expires_at, revoked_at, end_reason, revocation_id, consumed_at as used_at,
      null::timestamptz as consumed_at
    from tokens where hash = $1) x
  ${life.joins} where ${life.live}`;

export interface LiveToken extends FamilyColumns, UserColumns, LimitColumns {
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
  exp: number;
}

/** The token of this value, whatever its model, where nothing but its own use has ended it. Read once per request. */
export const findToken = (value: string): Promise<LiveToken | null> => {
  const request = currentRequest();
  return request.recall(`token:${value}`, async () => {
    const hash = secretHash(value);
    await request.lockOwner('tokens', hash);
    const token = await (await request.database()).one<LiveToken>(FIND, [hash]);
    if (token) {
      rememberFamily(token);
      rememberUser(token);
    }
    return token;
  });
};

const OF_FAMILY = `
  insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, device_id, device_link_id, session_id, session_bound,
    consent_id, user_epoch, application_epoch, scopes, resource, payload, created_at, expires_at)
  select $1, $2, $3, f.id, f.user_id, f.application_id, f.client_id, f.device_id, f.device_link_id, f.session_id,
    not coalesce('offline_access' = any (string_to_array(f.payload -> 'openid' ->> 'scope', ' ')), false), f.consent_id, f.user_epoch,
    f.application_epoch, $4, $5, $6, now(), least(now() + make_interval(secs => $7), f.expires_at)
  from token_families f where f.id = $8`;

const OF_CLIENT = `
  insert into tokens (id, hash, kind, application_id, client_id, device_id, application_epoch, scopes, resource, payload, secret_id, created_at, expires_at)
  select $1, $2, 'ACCESS', a.id, $3, $4, a.epoch, $5, $6, $7, (select s.id from application_secrets s where s.application_id = a.id and s.hash = $10), now(),
    now() + make_interval(secs => $8)
  from applications a where a.id = $9 and a.disabled_at is null`;

const SECRET = `select id from application_secrets
  where application_id = $1 and hash = $2 and (expires_at is null or expires_at > now()) for share`;

export class TokenAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const database = await currentDatabase();
    const refresh = this.model === 'RefreshToken';
    const inserted = await database.execute(OF_FAMILY, [
      newId(),
      secretHash(id),
      refresh ? 'REFRESH' : 'ACCESS',
      scopesOf(payload),
      refresh ? null : (payload.aud ?? null),
      kept(payload),
      expiresIn,
      payload.grantId,
    ]);
    if (inserted === 0) throw new errors.InvalidGrant('grant not found');
    if (refresh)
      await database.execute(
        'update token_families set refresh_token_issued = true where id = $1 and not refresh_token_issued',
        [payload.grantId],
      );
  }

  override async find(id: string): Promise<Payload | undefined> {
    const token = await findToken(id);
    if (this.model === 'RefreshToken' && (!token || token.usedAt)) return presentAncestor(id);
    if (!token || token.payload.kind !== this.model) return undefined;
    if (token.familyId) currentRequest().presented.set(token.familyId, token.id);
    const payload = attenuated(token.payload, token.limits);
    const mayRefresh = scopesOf(payload).includes('offline_access');
    if (this.model === 'RefreshToken' && !mayRefresh && Provider.ctx?.oidc.route === 'token') return undefined;
    return { ...payload, exp: Math.floor(token.exp), jti: id };
  }

  /** Of any number of uses at once one changes the row; each of the others is a reuse. */
  override async consume(id: string): Promise<void> {
    const database = await currentDatabase();
    const hash = secretHash(id);
    const won = await database.execute(
      'update tokens set consumed_at = now(), last_used_at = now() where hash = $1 and consumed_at is null and revoked_at is null',
      [hash],
    );
    if (won === 1) return;
    const token = await findToken(id);
    if (token?.familyId) await endReusedFamily(token.familyId, 'refresh_token');
    throw new errors.InvalidGrant('refresh token already used');
  }

  /** RFC 7009. */
  override async destroy(id: string): Promise<void> {
    const { oidc } = Provider.ctx!;
    if (oidc.route !== 'revocation') return;
    const found = await findToken(id);
    const token = found && !found.usedAt ? found : await findAncestor(id);
    if (!token) return;
    const request = currentRequest();
    const { applicationId } = clientFacts(oidc.client!);
    await endToken(await request.database(), request.caller({ applicationId }), {
      action: 'revocation_endpoint',
      token,
    });
  }
}

export class ClientCredentialsAdapter extends TokenAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const client = Provider.ctx!.oidc.client!;
    const facts = clientFacts(client);
    const scopes = scopesOf(payload);
    // The own credentials of an installation speak for it alone: whoever has the app can have such credentials.
    const allowed = facts.device ? [] : facts.scopes;
    const excess = scopes.filter((scope) => (facts.device || isStaticScope(scope)) && !allowed.includes(scope));
    if (excess.length > 0) throw new errors.InvalidScope('requested scope is not allowed', excess.join(' '));
    const database = await currentDatabase();
    if (facts.device && (await applicationVersions(database).lockStatusOf(facts.device.id)) === 'DISABLED')
      throw new errors.UnauthorizedClient('this version of the application has been disabled');
    // Ended while the request was under way, or ends with a lock that waits for this one.
    if (!facts.device && !(await database.one(SECRET, [facts.applicationId, currentRequest().secretHash])))
      throw new errors.InvalidClient('client authentication failed');
    const inserted = await database.execute(OF_CLIENT, [
      newId(),
      secretHash(id),
      client.clientId,
      facts.device?.id ?? null,
      scopes,
      payload.aud ?? null,
      kept(payload),
      expiresIn,
      facts.applicationId,
      currentRequest().secretHash,
    ]);
    if (inserted === 0) throw new errors.InvalidClient('client is disabled');
  }
}

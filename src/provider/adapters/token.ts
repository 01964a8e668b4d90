/** Access tokens, client-credentials tokens and refresh tokens in `tokens`. */
import Provider, { errors } from 'oidc-provider';
import { tryShareEverything } from '../../core/authority/guard';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import type { TokenFormat } from '../../schema/enums';
import { applicationVersions } from '../../modules/app-version';
import { applications, applicationSecrets } from '../../modules/application';
import { users } from '../../modules/user';
import { endToken, type PresentedToken, tokenFamilies, tokens } from '../../modules/token';
import { attenuateScopes } from '../attenuation';
import { clientFacts, isStaticScope } from '../client-facts';
import { checkRequestedScopes } from '../scope-check';
import { currentDatabase, currentRequest, LocksOutOfOrder } from '../request/request-scope';
import { originOf } from '../resources';
import { ModelAdapter, type Payload, scopesOf, storedPayload } from './adapter';
import { findAncestor, presentAncestor } from './ancestor';
import { rememberFamily } from './family';
import { rememberUser } from './joined-user';

export type LiveToken = PresentedToken<Payload>;

/** The live token with this value, of any model; one that has only been used up is found as well. Read once per request. */
export const findToken = (value: string): Promise<LiveToken | null> => recallToken('token', value);

/** The same, locked for its use. */
export const findTokenToUse = (value: string): Promise<LiveToken | null> => recallToken('token to use', value);

const recallToken = (purpose: 'token' | 'token to use', value: string): Promise<LiveToken | null> => {
  const request = currentRequest();
  return request.recall(`${purpose}:${value}`, async () => {
    const hash = secretHash(value);
    const token = await request.lockOwnerAndRead('tokens', hash, (database) =>
      purpose === 'token'
        ? tokens(database).findPresented<Payload>(hash)
        : tokens(database).lockPresented<Payload>(hash),
    );
    if (token) {
      rememberFamily(token);
      rememberUser(token);
    }
    return token;
  });
};

/** The id of a JWT is its `jti`. */
const formOf = ({ format, jti }: Payload): { id: string; format: TokenFormat } =>
  format === 'jwt' ? { id: decodeId('Token', jti!)!, format: 'JWT' } : { id: newId(), format: 'OPAQUE' };

/**
 * A JWT works until it expires, even if what it was issued from ended while it was issued. So what may end without the lock of its user is held
 * until the commit: an ending then waits and names the JWT, or has come first and nothing is issued. No lock is waited for, since an ending that
 * holds it may be waiting for rows that this request has locked.
 */
const holdForJwt = async (value: string, applicationId: string, familyId: string | undefined): Promise<void> => {
  const request = currentRequest();
  const database = await request.database();
  const held =
    (await tryShareEverything(database)) &&
    (await applications(database).tryShare(applicationId)) &&
    (!familyId || (await holdAuthorization(database, familyId)));
  if (!held) throw (request.fault ??= new LocksOutOfOrder());
  if (!(await tokens(database).findLiveByHash(secretHash(value))))
    throw new errors.InvalidGrant('what the token is issued from has ended');
};

const holdAuthorization = async (database: Database, familyId: string): Promise<boolean> => {
  const impersonatorId = (await originOf(familyId))?.impersonatorId;
  if (impersonatorId && !(await users(database).tryShare(impersonatorId))) return false;
  return tokenFamilies(database).tryShare(familyId);
};

export class TokenAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const database = await currentDatabase();
    const refresh = this.model === 'RefreshToken';
    const familyId = payload.grantId!;
    await tokens(database).addToFamily(familyId, refresh ? 'REFRESH' : 'ACCESS', {
      ...{ hash: secretHash(id), scopes: scopesOf(payload), resource: refresh ? null : (payload.aud ?? null) },
      ...{ payload: storedPayload(payload), seconds: expiresIn, ...formOf(payload) },
    });
    if (payload.format === 'jwt') await holdForJwt(id, clientFacts(Provider.ctx!.oidc.client!).applicationId, familyId);
    const isFirst = !Provider.ctx!.oidc.entities.RotatedRefreshToken;
    if (refresh && isFirst) await tokenFamilies(database).markRefreshTokenIssued(familyId);
  }

  override async find(id: string): Promise<Payload | undefined> {
    const isUse = this.model === 'RefreshToken' && Provider.ctx?.oidc.route === 'token';
    const token = await (isUse ? findTokenToUse(id) : findToken(id));
    if (this.model === 'RefreshToken' && (!token || token.usedAt)) return presentAncestor(id);
    if (!token || token.payload.kind !== this.model) return undefined;
    if (token.familyId) currentRequest().presented.set(token.familyId, token.id);
    const payload = attenuateScopes(token.payload, token.limits);
    const mayRefresh = scopesOf(payload).includes('offline_access');
    if (isUse && !mayRefresh) return undefined;
    return { ...payload, exp: Math.floor(token.exp), jti: id };
  }

  /** Its row is locked, so exactly one of any number of concurrent uses comes here; each other has found that it is used. */
  override async consume(id: string): Promise<void> {
    const token = await findTokenToUse(id);
    if (!token || token.usedAt) throw new errors.InvalidGrant('refresh token has already been used');
    await tokens(await currentDatabase()).consume(secretHash(id));
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
    checkRequestedScopes(Provider.ctx!);
    // An installation's own credentials act only for itself: anyone who has the app can obtain such credentials.
    const allowed = facts.device ? [] : facts.scopes;
    const excess = scopes.filter((scope) => (facts.device || isStaticScope(scope)) && !allowed.includes(scope));
    if (excess.length > 0) throw new errors.InvalidScope('requested scope is not allowed', excess.join(' '));
    const database = await currentDatabase();
    if (facts.device && (await applicationVersions(database).lockStatusOf(facts.device.id)) === 'DISABLED')
      throw new errors.UnauthorizedClient('this version of the application has been disabled');
    // The secret may have ended during the request. If it ends now, its removal waits for this lock.
    const { secretHash: secret } = currentRequest();
    if (!facts.device && !(await applicationSecrets(database).lockValid(facts.applicationId, secret)))
      throw new errors.InvalidClient('client authentication failed');
    const { applicationId } = facts;
    const added = await tokens(database).addForClient(
      { applicationId, clientId: client.clientId, deviceId: facts.device?.id ?? null, secretHash: secret },
      {
        ...{ hash: secretHash(id), scopes, resource: payload.aud ?? null },
        ...{ payload: storedPayload(payload), seconds: expiresIn, ...formOf(payload) },
      },
    );
    if (!added) throw new errors.InvalidClient('client is disabled');
    if (payload.format === 'jwt') await holdForJwt(id, applicationId, undefined);
  }
}

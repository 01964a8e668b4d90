/**
 * Requests of OpenID CIBA in `authentication_requests`, found by the hash of their `auth_req_id`. Each poll checks that the user, the application,
 * and the device and key that approved the request have not ended since.
 */
import Provider, { errors } from 'oidc-provider';
import { attributeScopes } from '../../modules/application';
import { authenticationRequests, exceededRequestLimit, POLL_INTERVAL } from '../../modules/mobile';
import { secretHash } from '../../platform/hash';
import { userIdOf } from '../account-id';
import { clientFacts } from '../client-facts';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { ModelAdapter, type Payload, scopesOf, storedPayload } from './adapter';

/** CIBA Core section 13: the error if the user must not be asked now. The response says when to try again. */
const enforceRequestLimit = async (userId: string, clientId: string): Promise<void> => {
  const request = currentRequest();
  await request.lockUser(userId);
  const refused = await exceededRequestLimit(await request.database(), { userId, clientId });
  if (!refused) return;
  request.retryAfter = refused.seconds;
  const error = new errors.AccessDenied(`${refused.description}; try again in ${refused.seconds} seconds`);
  throw Object.assign(error, { status: 403, statusCode: 403 });
};

export class AuthenticationRequestAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const userId = userIdOf(payload.accountId!);
    await enforceRequestLimit(userId, payload.clientId!);
    const { params, ...rest } = payload;
    const message = params?.['binding_message'];
    // The hint is personal data and is not needed any more.
    const { login_hint: _, id_token_hint: __, ...left } = (params ?? {}) as Record<string, unknown>;
    const requested = scopesOf(payload);
    const scopes = [...requested, ...attributeScopes(clientFacts(Provider.ctx!.oidc.client!).claims, requested)];
    await authenticationRequests(await currentDatabase()).add({
      ...{ hash: secretHash(id), userId, clientId: payload.clientId, scopes },
      ...{ bindingMessage: message, payload: storedPayload({ ...rest, params: left } as Payload), seconds: expiresIn },
    });
  }

  override async find(id: string): Promise<Payload | undefined> {
    const request = currentRequest();
    const hash = secretHash(id);
    const row = await request.lockOwnerAndRead('authentication_requests', hash, (database) =>
      authenticationRequests(database).findPresented<Payload>(hash),
    );
    if (!row) return undefined;
    const requests = authenticationRequests(await request.database());
    if (!row.decision && !row.consumedAt) {
      await requests.stampPolled(row.id);
      if (row.hasty) throw new errors.SlowDown(`wait ${POLL_INTERVAL} seconds between polls`);
    }
    return {
      ...row.payload,
      exp: Math.floor(row.exp),
      jti: id,
      ...(row.consumedAt ? { consumed: true } : {}),
      ...(row.decision === 'APPROVE' ? { grantId: row.familyId!, amr: ['swk'] } : {}),
      ...(row.decision === 'DENY' ? { error: 'access_denied', errorDescription: 'the user denied the request' } : {}),
    };
  }

  /** Exactly one of any number of concurrent uses succeeds. */
  override async consume(id: string): Promise<void> {
    if (!(await authenticationRequests(await currentDatabase()).consume(secretHash(id))))
      throw new errors.InvalidGrant('auth_req_id has already been used');
  }
}

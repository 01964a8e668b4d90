/**
 * Requests of OpenID CIBA: rows of `authentication_requests`, known by the hash of their `auth_req_id`. What was asked for or approved before
 * an end is not there any more after it: the user, the application, the device and the key that approved are looked at with each poll.
 */
import { errors } from 'oidc-provider';
import { askedTooOften, authenticationRequests, POLL_INTERVAL } from '../../modules/mobile';
import { secretHash } from '../../platform/hash';
import { userIdOf } from '../account-id';
import { currentDatabase, currentRequest } from '../request-scope';
import { kept, ModelAdapter, scopesOf, type Payload } from './adapter';

/** CIBA Core section 13: the error where the user is not to be asked. The answer says when to try again. */
const mustNotAskTooOften = async (userId: string, clientId: string): Promise<void> => {
  const request = currentRequest();
  await request.lockUser(userId);
  const refused = await askedTooOften(await request.database(), { userId, clientId });
  if (!refused) return;
  request.retryAfter = refused.seconds;
  const error = new errors.AccessDenied(`${refused.description}; try again in ${refused.seconds} seconds`);
  throw Object.assign(error, { status: 403, statusCode: 403 });
};

export class AuthenticationRequestAdapter extends ModelAdapter {
  override async upsert(id: string, payload: Payload, expiresIn: number): Promise<void> {
    const userId = userIdOf(payload.accountId!);
    await mustNotAskTooOften(userId, payload.clientId!);
    const { params, ...rest } = payload;
    const message = params?.['binding_message'];
    // The hint that the client gave is a person's, and has done its work.
    const { login_hint: _, id_token_hint: __, ...left } = (params ?? {}) as Record<string, unknown>;
    await authenticationRequests(await currentDatabase()).add({
      ...{ hash: secretHash(id), userId, clientId: payload.clientId, scopes: scopesOf(payload) },
      ...{ bindingMessage: message, payload: kept({ ...rest, params: left } as Payload), seconds: expiresIn },
    });
  }

  override async find(id: string): Promise<Payload | undefined> {
    const request = currentRequest();
    const hash = secretHash(id);
    await request.lockOwner('authentication_requests', hash);
    const requests = authenticationRequests(await request.database());
    const row = await requests.findPresented<Payload>(hash);
    if (!row) return undefined;
    if (!row.decision && !row.consumedAt) {
      await requests.stampPolled(row.id);
      if (row.hasty) throw new errors.SlowDown(`wait ${POLL_INTERVAL} seconds between two polls`);
    }
    return {
      ...row.payload,
      exp: Math.floor(row.exp),
      jti: id,
      ...(row.consumedAt ? { consumed: true } : {}),
      ...(row.decision === 'APPROVE' ? { grantId: row.familyId!, amr: ['swk'] } : {}),
      ...(row.decision === 'DENY' ? { error: 'access_denied', errorDescription: 'the user has denied it' } : {}),
    };
  }

  /** Of any number of uses at once one changes the row. */
  override async consume(id: string): Promise<void> {
    if (!(await authenticationRequests(await currentDatabase()).consume(secretHash(id))))
      throw new errors.InvalidGrant('auth_req_id already used');
  }
}

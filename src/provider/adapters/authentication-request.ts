/**
 * Requests of OpenID CIBA: rows of `authentication_requests`, known by the hash of their `auth_req_id`. What was asked for or approved before
 * an end is not there any more after it: the user, the application, the device and the key that approved are looked at with each poll.
 */
import { errors } from 'oidc-provider';
import { exceededRequestLimit } from '../../modules/mobile';
import { userMaySignIn } from '../../core/liveness/live';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import { userIdOf } from '../account-id';
import { currentDatabase, currentRequest } from '../request-scope';
import { kept, ModelAdapter, scopesOf, type Payload } from './adapter';

/** How long a client waits between two polls, in seconds: what CIBA takes where nothing is said. */
const INTERVAL = 5;

const INSERT = `
  insert into authentication_requests (id, hash, user_id, user_epoch, application_id, application_epoch, client_id, scopes, binding_message,
    challenge, payload, created_at, expires_at)
  select $1, $2, u.id, u.epoch, a.id, a.epoch, $3, $4, $5, $6, $7, now(), now() + make_interval(secs => $8)
  from users u, applications a where u.id = $9 and a.client_id = $3`;

const FIND = `
  select x.id, x.payload, x.decision, x.family_id as "familyId", x.consumed_at as "consumedAt", extract(epoch from x.expires_at)::float8 as exp,
    coalesce(x.asked_at > now() - make_interval(secs => ${INTERVAL}), false) as hasty
  from authentication_requests x
  join users u on u.id = x.user_id and u.epoch = x.user_epoch and ${userMaySignIn('u')}
  join applications a on a.id = x.application_id and a.epoch = x.application_epoch and a.disabled_at is null and a.backchannel_authentication
  left join device_links l on l.id = x.device_link_id
  left join authenticators k on k.id = x.authenticator_id
  where x.hash = $1
    and (x.decision is distinct from 'APPROVE' or (l.ended_at is null and l.mobile_enrolled_at is not null and k.id is not null and k.ended_at is null))`;

interface Row {
  id: string;
  payload: Payload;
  decision: 'APPROVE' | 'DENY' | null;
  familyId: string | null;
  consumedAt: Date | null;
  exp: number;
  hasty: boolean;
}

/** CIBA Core section 13: the error where the user is not to be asked. The answer says when to try again. */
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
    // The hint that the client gave is a person's, and has done its work.
    const { login_hint: _, id_token_hint: __, ...left } = (params ?? {}) as Record<string, unknown>;
    const values = [
      newId(),
      secretHash(id),
      payload.clientId,
      scopesOf(payload),
      message ?? null,
      newSecret('cst_challenge'),
    ];
    await (
      await currentDatabase()
    ).execute(INSERT, [...values, kept({ ...rest, params: left } as Payload), expiresIn, userId]);
  }

  override async find(id: string): Promise<Payload | undefined> {
    const request = currentRequest();
    const hash = secretHash(id);
    await request.lockOwner('authentication_requests', hash);
    const database = await request.database();
    const row = await database.one<Row>(FIND, [hash]);
    if (!row) return undefined;
    if (!row.decision && !row.consumedAt) {
      await database.execute('update authentication_requests set asked_at = now() where id = $1', [row.id]);
      if (row.hasty) throw new errors.SlowDown(`wait ${INTERVAL} seconds between two polls`);
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
    const won = await (
      await currentDatabase()
    ).execute('update authentication_requests set consumed_at = now() where hash = $1 and consumed_at is null', [
      secretHash(id),
    ]);
    if (won !== 1) throw new errors.InvalidGrant('auth_req_id already used');
  }
}

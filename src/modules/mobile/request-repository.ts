/** The table of authentication requests: the only place with its statements. */
import { userMaySignIn } from '../../core/liveness/live';
import { newId, newSecret } from '../../platform/random';
import { repositoryOf, TableRepository } from '../../database/repository';
import { AuthenticationRequest } from './tables';

/** Seconds between two polls of a client: the default of CIBA. */
export const POLL_INTERVAL = 5;

const FIND_PRESENTED = `
  select x.id, x.payload, x.decision, x.family_id as "familyId", x.consumed_at as "consumedAt", extract(epoch from x.expires_at)::float8 as exp,
    coalesce(x.asked_at > now() - make_interval(secs => ${POLL_INTERVAL}), false) as hasty
  from authentication_requests x
  join users u on u.id = x.user_id and u.epoch = x.user_epoch and ${userMaySignIn('u')}
  join applications a on a.id = x.application_id and a.epoch = x.application_epoch and a.disabled_at is null and a.backchannel_authentication
  left join device_links l on l.id = x.device_link_id
  left join authenticators k on k.id = x.authenticator_id
  where x.hash = $1
    and (x.decision is distinct from 'APPROVE' or (l.ended_at is null and l.mobile_enrolled_at is not null and k.id is not null and k.ended_at is null))`;

export interface PresentedRequest<Payload> {
  id: string;
  payload: Payload;
  decision: 'APPROVE' | 'DENY' | null;
  familyId: string | null;
  consumedAt: Date | null;
  /** Seconds since 1970. */
  exp: number;
  /** Whether the client polled again before the interval was over. */
  hasty: boolean;
}

const ADD = `
  insert into authentication_requests (id, hash, user_id, user_epoch, application_id, application_epoch, client_id, scopes, binding_message,
    challenge, payload, created_at, expires_at)
  select $1, $2, u.id, u.epoch, a.id, a.epoch, $3, $4, $5, $6, $7, now(), now() + make_interval(secs => $8)
  from users u, applications a where u.id = $9 and a.client_id = $3`;

class AuthenticationRequestRepository extends TableRepository<AuthenticationRequest> {
  /** The request of this `auth_req_id`, unless its user, its application, or the device or key that approved it has ended. */
  findPresented<Payload>(hash: Buffer): Promise<PresentedRequest<Payload> | null> {
    return this.database.one(FIND_PRESENTED, [hash]);
  }

  findExpiry(hash: Buffer): Promise<{ id: string; expiresAt: Date } | null> {
    return this.database.one('select id, expires_at as "expiresAt" from authentication_requests where hash = $1', [
      hash,
    ]);
  }

  async add(request: {
    hash: Buffer;
    userId: string;
    clientId: string | undefined;
    scopes: string[];
    bindingMessage: unknown;
    /** JSON. */
    payload: string;
    /** Until it expires. */
    seconds: number;
  }): Promise<void> {
    const { hash, userId, clientId, scopes, bindingMessage, payload, seconds } = request;
    const values = [newId(), hash, clientId, scopes, bindingMessage ?? null, newSecret('cst_challenge')];
    await this.database.execute(ADD, [...values, payload, seconds, userId]);
  }

  /** Notes the poll of a client. */
  async stampPolled(id: string): Promise<void> {
    await this.database.execute('update authentication_requests set asked_at = now() where id = $1', [id]);
  }

  /** True for exactly one of any number of concurrent uses. */
  async consume(hash: Buffer): Promise<boolean> {
    const changed = await this.database.execute(
      'update authentication_requests set consumed_at = now() where hash = $1 and consumed_at is null',
      [hash],
    );
    return changed === 1;
  }
}

export const authenticationRequests = repositoryOf(AuthenticationRequest, AuthenticationRequestRepository);

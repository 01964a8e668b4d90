/** The table of authentication requests: the only place with its statements. */
import { applicationEpoch, userEpoch } from '../../core/liveness/epochs';
import { userMaySignIn } from '../../core/liveness/live';
import { newId, newSecret } from '../../platform/random';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { ConsentMode } from '../../schema/enums';
import type { PendingAuthentication } from './request';
import { AuthenticationRequest } from './tables';

/** Seconds between two polls of a client: the default of CIBA. */
export const POLL_INTERVAL = 5;

const FIND_PRESENTED = `
  select x.id, x.payload, x.decision, x.family_id as "familyId", x.consumed_at as "consumedAt", extract(epoch from x.expires_at)::float8 as exp,
    coalesce(x.asked_at > now() - make_interval(secs => ${POLL_INTERVAL}), false) as hasty
  from authentication_requests x
  join users u on u.id = x.user_id and ${userEpoch('u')} = x.user_epoch and ${userMaySignIn('u')}
  join applications a on a.id = x.application_id and ${applicationEpoch('a')} = x.application_epoch and a.disabled_at is null and a.backchannel_authentication
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
  select $1, $2, u.id, ${userEpoch('u')}, a.id, ${applicationEpoch('a')}, $3, $4, $5, $6, $7, now(), now() + make_interval(secs => $8)
  from users u, applications a where u.id = $9 and a.client_id = $3`;

/** Not answered and not expired; neither the user's nor the application's epoch has ended since. */
const PENDING = `
  select x.id, x.user_id as "userId", x.application_id as "applicationId", x.scopes, x.binding_message as "bindingMessage", x.challenge,
    x.created_at as "createdAt", x.expires_at as "expiresAt"
  from authentication_requests x
  join users u on u.id = x.user_id and ${userEpoch('u')} = x.user_epoch
  join applications a on a.id = x.application_id and ${applicationEpoch('a')} = x.application_epoch and a.disabled_at is null
  where x.user_id = $1 and x.decision is null and x.expires_at > now()`;

/** In seconds, after the first request that was denied or ignored. Each further one doubles it. */
const FIRST_WAIT = 60;

const LONGEST_WAIT = 3_600;

const secondsUntil = (time: string): string => `ceil(extract(epoch from ${time} - now()))::int`;

/** Rows are kept for a day, see `retention`. An approval resets the wait of its client. */
const COUNT_RECENT = `
  with asked as (
    select x.created_at, x.decision, x.expires_at, x.client_id = $2 as own, coalesce(x.decided_at, x.expires_at) as over_at,
      x.decision is null and x.expires_at > now() as waits,
      x.decision is null and x.expires_at > now() and ${userEpoch('u')} = x.user_epoch and ${applicationEpoch('a')} = x.application_epoch as pending
    from authentication_requests x join users u on u.id = x.user_id join applications a on a.id = x.application_id
    where x.user_id = $1 and x.created_at > now() - interval '1 day'),
  vain as (
    select count(*) as n, max(over_at) as last from asked
    where own and decision is distinct from 'APPROVE' and not waits
      and created_at > coalesce((select max(created_at) from asked where own and decision = 'APPROVE'), '-infinity'))
  select count(*) filter (where pending)::int as "pending", count(*) filter (where pending and own)::int as "ownPending",
    count(*) filter (where created_at > now() - interval '1 hour')::int as "hour",
    count(*) filter (where created_at > now() - interval '1 hour' and own)::int as "ownHour",
    ${secondsUntil('min(expires_at) filter (where pending)')} as "untilFree",
    ${secondsUntil('min(expires_at) filter (where pending and own)')} as "untilOwnFree",
    ${secondsUntil(`min(created_at) filter (where created_at > now() - interval '1 hour') + interval '1 hour'`)} as "untilHour",
    ${secondsUntil(`min(created_at) filter (where created_at > now() - interval '1 hour' and own) + interval '1 hour'`)} as "untilOwnHour",
    (select case when n = 0 then 0 else ${secondsUntil(
      `last + least(${FIRST_WAIT} * power(2, least(n, 20) - 1), ${LONGEST_WAIT}) * interval '1 second'`,
    )} end from vain) as "wait"
  from asked`;

export interface RequestCounts {
  pending: number;
  ownPending: number;
  hour: number;
  ownHour: number;
  untilFree: number | null;
  untilOwnFree: number | null;
  untilHour: number | null;
  untilOwnHour: number | null;
  wait: number;
}

/** The client of a request, the consent settings of its application, and the epochs at the time of the request. */
export interface ApprovalTerms {
  clientId: string;
  consentMode: ConsentMode;
  consentLifetime: number | null;
  userEpoch: number;
  applicationEpoch: number;
}

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

  listPending(userId: string): Promise<PendingAuthentication[]> {
    return this.database.query<PendingAuthentication>(`${PENDING} order by x.id limit 50`, [userId]);
  }

  findPending(userId: string, id: string): Promise<PendingAuthentication | null> {
    return this.database.one<PendingAuthentication>(`${PENDING} and x.id = $2`, [userId, id]);
  }

  async getApprovalTerms(id: string): Promise<ApprovalTerms> {
    const terms = await this.database.one<ApprovalTerms>(
      `select x.client_id as "clientId", a.consent_mode as "consentMode", a.consent_lifetime as "consentLifetime", x.user_epoch as "userEpoch",
         x.application_epoch as "applicationEpoch"
       from authentication_requests x join applications a on a.id = x.application_id where x.id = $1`,
      [id],
    );
    return terms!;
  }

  /** The numbers that the limits are checked against: requests to this user within the last day. */
  async countRecent(userId: string, clientId: string): Promise<RequestCounts> {
    return (await this.database.one<RequestCounts>(COUNT_RECENT, [userId, clientId]))!;
  }
}

export const authenticationRequests = repositoryOf(AuthenticationRequest, AuthenticationRequestRepository);

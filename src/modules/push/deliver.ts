/** Sends one push message, after what asked for it was committed: to the address that the device has now, and only if it is still wanted. */
import type { Database } from '../../database/database';
import { type PushGateway, retry, type Sent } from '../../push/gateway';
import { enqueue } from '../../core/job/enqueue';
import { type PushJob, pushTask } from './task';
import type { Handler, Job } from '../../core/job/task';
import { NOBODY } from '../../core/event/record';
import { lockUsers } from '../../core/revocation/engine';
import { decodeId } from '../../platform/type-id';
import { userMaySignIn } from '../../core/liveness/live';
import { endPush, ENROLLED, type Enrolled } from './endings';

const LONGEST_WAIT_SECONDS = 60;

type Target = Enrolled & { address: string; addressHash: Buffer; applicationName: string };

/** Null where it was answered or push was revoked meanwhile, the user or an application is barred, or nobody waits for the answer any more. */
const targetOf = (
  database: Database,
  { enrollmentId, applicationId, expiresAt, authenticationId }: PushJob,
): Promise<Target | null> =>
  database.one<Target>(
    `select ${ENROLLED}, p.address, p.address_hash as "addressHash", asking.name as "applicationName"
     from push_enrollments p
       join device_links dl on dl.id = p.device_link_id and dl.ended_at is null and dl.mobile_enrolled_at is not null
       join users u on u.id = p.user_id and ${userMaySignIn('u')}
       join devices d on d.id = p.device_id
       join applications installed on installed.id = d.application_id and installed.disabled_at is null
       join applications asking on asking.id = $2 and asking.disabled_at is null
       left join application_versions v on v.application_id = d.application_id and v.app_version = d.app_version
     where p.id = $1 and $3::timestamptz > now() and v.status is distinct from 'DISABLED'
       and not exists (select from authentication_requests asked where asked.id = $4 and asked.decision is not null)`,
    [enrollmentId, applicationId, expiresAt, decodeId('AuthenticationRequest', authenticationId)],
  );

/** The push service says that the address is gone: push ends there, unless the device has given another one meanwhile. */
const endAt = (database: Database, { id, userId, addressHash }: Target, cause: string): Promise<void> =>
  database.transaction(async (transaction) => {
    await lockUsers(transaction, [userId]);
    const enrolled = await transaction.query<Enrolled>(
      `select ${ENROLLED} from push_enrollments p where p.id = $1 and p.address_hash = $2`,
      [id, addressHash],
    );
    if (enrolled.length === 0) return;
    await endPush(transaction, NOBODY, {
      action: 'pushAddressGone',
      target: { type: 'Device', id: enrolled[0]!.deviceId },
      enrolled,
      cause,
      reason: 'The push service has no such address any more.',
    });
  });

/** Later each time, no sooner than the push service wants, and not beyond the time when nobody waits any more. */
const later = async (
  { database, clock, logger }: Job,
  payload: PushJob,
  provider: string,
  { cause, afterSeconds }: Extract<Sent, { outcome: 'RETRY' }>,
): Promise<void> => {
  const wait = Math.max(afterSeconds ?? 0, Math.min(2 ** payload.tries, LONGEST_WAIT_SECONDS));
  const runAt = new Date(clock.now().getTime() + wait * 1_000);
  const facts = { message: payload.messageId, provider, cause };
  if (runAt >= new Date(payload.expiresAt))
    return logger.warn(facts, 'a push message was given up; the device can ask by itself');
  logger.warn({ ...facts, wait }, 'a push message could not be sent and is tried again');
  await enqueue(database, pushTask, { ...payload, tries: payload.tries + 1 }, { runAt });
};

export const push: Handler<PushJob> = async (payload, job) => {
  const { database, signal } = job;
  const target = await targetOf(database, payload);
  if (!target) return;
  const gateway: PushGateway | undefined = job.push.get(target.provider);
  const sent = gateway
    ? await gateway.send(
        {
          id: payload.messageId,
          address: target.address,
          authenticationId: payload.authenticationId,
          applicationName: target.applicationName,
          expiresAt: new Date(payload.expiresAt),
        },
        signal,
      )
    : retry('not-configured');
  if (sent.outcome === 'ADDRESS_GONE') return endAt(database, target, sent.cause);
  if (sent.outcome === 'DELIVERED') return;
  signal.throwIfAborted();
  await later(job, payload, target.provider, sent);
};

/** The job that sends one push message, to the device's current address, and only if the message is still wanted. */
import type { Database } from '../../database/database';
import { type PushGateway, retry, type PushResult } from '../../push/gateway';
import { enqueue } from '../../core/job/enqueue';
import { type PushJob, pushTask } from './task';
import type { Handler, Job } from '../../core/job/task';
import { SYSTEM_CALLER } from '../../core/event/record';
import { lockUsers } from '../../core/revocation/engine';
import { decodeId } from '../../platform/type-id';
import { endPush } from './endings';
import { pushEnrollments, type PushTarget } from './repository';

const LONGEST_WAIT_SECONDS = 60;

/** Ends push on a device whose address the push service no longer knows, unless the device has enrolled a new address meanwhile. */
const endGoneAddress = (database: Database, { id, userId, addressHash }: PushTarget, cause: string): Promise<void> =>
  database.transaction(async (transaction) => {
    await lockUsers(transaction, [userId]);
    const enrolled = await pushEnrollments(transaction).findAtAddress(id, addressHash);
    if (!enrolled) return;
    await endPush(transaction, SYSTEM_CALLER, {
      action: 'pushAddressGone',
      target: { type: 'Device', id: enrolled.deviceId },
      enrolled: [enrolled],
      cause,
      reason: 'The push service no longer knows this address.',
    });
  });

/** Retries with exponential backoff, honouring the push service's own delay, until the request expires. */
const retryLater = async (
  { database, clock, logger }: Job,
  payload: PushJob,
  provider: string,
  { cause, afterSeconds }: Extract<PushResult, { outcome: 'RETRY' }>,
): Promise<void> => {
  const wait = Math.max(afterSeconds ?? 0, Math.min(2 ** payload.tries, LONGEST_WAIT_SECONDS));
  const runAt = new Date(clock.now().getTime() + wait * 1_000);
  const fields = { message: payload.messageId, provider, cause };
  if (runAt >= new Date(payload.expiresAt))
    return logger.warn(
      fields,
      'a push message expired before it could be sent; the device can still query for requests',
    );
  logger.warn({ ...fields, wait }, 'a push message could not be sent; it will be retried');
  await enqueue(database, pushTask, { ...payload, tries: payload.tries + 1 }, { runAt });
};

export const push: Handler<PushJob> = async (payload, job) => {
  const { database, signal } = job;
  const { enrollmentId, authenticationId, applicationId, expiresAt } = payload;
  const id = decodeId('AuthenticationRequest', authenticationId);
  const target = await pushEnrollments(database).findTarget(enrollmentId, { id, applicationId, expiresAt });
  if (!target) return;
  const gateway: PushGateway | undefined = job.push.get(target.provider);
  const sent = gateway
    ? await gateway.send(
        {
          id: payload.messageId,
          address: target.address,
          authenticationId,
          applicationName: target.applicationName,
          expiresAt: new Date(expiresAt),
        },
        signal,
      )
    : retry('not-configured');
  if (sent.outcome === 'ADDRESS_GONE') return endGoneAddress(database, target, sent.cause);
  if (sent.outcome === 'DELIVERED') return;
  signal.throwIfAborted();
  await retryLater(job, payload, target.provider, sent);
};

/** Has a user's devices told that they are asked for something: one job for each that gets push messages, in the caller's transaction. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { enqueue } from '../../core/job/enqueue';
import { pushEnrollments } from './repository';
import { pushTask } from './task';

export interface Asked {
  /** The public id by which a device finds what it is asked for. */
  authenticationId: string;
  userId: string;
  /** The application that asks. */
  applicationId: string;
  expiresAt: Date;
}

/** Nothing here can fail for want of a push service: a device that is not told can still ask. */
export const notifyDevices = async (
  database: Database,
  { authenticationId, userId, applicationId, expiresAt }: Asked,
): Promise<void> => {
  const enrolled = await pushEnrollments(database).find({ select: { id: true }, where: { userId } });
  for (const { id } of enrolled)
    await enqueue(database, pushTask, {
      messageId: newId(),
      enrollmentId: id,
      authenticationId,
      applicationId,
      expiresAt: expiresAt.toISOString(),
      tries: 0,
    });
};

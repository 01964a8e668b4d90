/** Notifies a user's devices of an authentication request: enqueues one job for each push enrollment, in the caller's transaction. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { enqueue } from '../../core/job/enqueue';
import { pushEnrollments } from './repository';
import { pushTask } from './task';

export interface RequestNotice {
  /** The public id of the authentication request. */
  authenticationId: string;
  userId: string;
  /** The application that made the request. */
  applicationId: string;
  expiresAt: Date;
}

/** Works without a push service: a device that gets no message can still query for requests. */
export const notifyDevices = async (
  database: Database,
  { authenticationId, userId, applicationId, expiresAt }: RequestNotice,
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

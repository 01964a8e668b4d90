/** The job that sends one push message, or tries again. */
import { defineTask } from '../../core/job/task';

export interface PushJob {
  /** The same at each try. */
  messageId: string;
  enrollmentId: string;
  /** The public id of what the device is asked for. */
  authenticationId: string;
  /** The application that asks. */
  applicationId: string;
  expiresAt: string;
  tries: number;
}

export const pushTask = defineTask<PushJob>('push');

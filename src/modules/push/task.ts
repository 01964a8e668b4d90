/** The job that sends one push message. */
import { defineTask } from '../../core/job/task';

export interface PushJob {
  /** The same for every attempt. */
  messageId: string;
  enrollmentId: string;
  /** The public id of the authentication request. */
  authenticationId: string;
  /** The application that made the request. */
  applicationId: string;
  expiresAt: string;
  tries: number;
}

export const pushTask = defineTask<PushJob>('push');

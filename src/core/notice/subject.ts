/** Reads the event that a mail to the owner of a credential is about, with everything that the mail says of it. */
import type { Database } from '../../database/database';
import type { EventType, UserType } from '../../schema/enums';

export interface NoticeSubject {
  type: EventType;
  details: Record<string, unknown>;
  occurredAt: Date;
  userId: string;
  actorUserId: string | null;
  actorApplicationId: string | null;
  impersonatorId: string | null;
  ip: string | null;
  userAgent: string | null;
  application: string | null;
  username: string;
  accountType: UserType;
}

export const findNoticeSubject = (database: Database, eventId: string): Promise<NoticeSubject | null> =>
  database.one<NoticeSubject>(
    `select e.type, e.details, e.occurred_at as "occurredAt", e.user_id as "userId", e.actor_user_id as "actorUserId",
       e.actor_application_id as "actorApplicationId", e.impersonator_user_id as "impersonatorId", e.ip, e.user_agent as "userAgent",
       a.name as application, u.username, u.type as "accountType"
     from events e join users u on u.id = e.user_id left join applications a on a.id = e.actor_application_id where e.id = $1`,
    [eventId],
  );

/**
 * Writes events in the caller's transaction: if an event cannot be written, the change does not happen either. Also queues mails to the owners
 * of affected credentials.
 */
import type { Database } from '../../database/database';
import type { EventOutcome, EventType } from '../../schema/enums';
import { eventsRecorded } from '../../platform/metrics';
import { newId } from '../../platform/random';
import { queueNotices } from '../notice/queue';

/** The actor of events and receipts. */
export interface Caller {
  userId: string | null;
  /** The person who is impersonating the user, if any. */
  impersonatorId: string | null;
  applicationId: string | null;
  sessionId: string | null;
  /** The access token or API token of the request. */
  tokenId: string | null;
  ip: string | null;
  userAgent: string | null;
  requestId: string | null;
}

/** The actor of work that the service does on its own. */
export const SYSTEM_CALLER: Caller = {
  userId: null,
  impersonatorId: null,
  applicationId: null,
  sessionId: null,
  tokenId: null,
  ip: null,
  userAgent: null,
  requestId: null,
};

export interface NewEvent {
  type: EventType;
  outcome?: EventOutcome;
  /** The affected user. */
  userId?: string | null;
  deviceId?: string | null;
  sessionId?: string | null;
  applicationId?: string | null;
  reason?: string | null;
  revocationId?: string | null;
  details?: Record<string, unknown>;
}

/** The users affected by the events of a transaction, if they are collected. */
const collectedUsers = new WeakMap<Database, (string | null)[]>();

/** From now on, each event of the transaction adds the id of the affected user, or null, to the returned list. */
export const collectAffectedUsers = (database: Database): readonly (string | null)[] => {
  const affectedUsers: (string | null)[] = [];
  collectedUsers.set(database, affectedUsers);
  return affectedUsers;
};

export const recordEvents = async (database: Database, caller: Caller, events: NewEvent[]): Promise<void> => {
  if (events.length === 0) return;
  collectedUsers.get(database)?.push(...events.map(({ userId }) => userId ?? null));
  const rows = events.map((event) => ({
    id: newId(),
    type: event.type,
    outcome: event.outcome ?? 'SUCCESS',
    actor_user_id: caller.userId,
    actor_application_id: caller.applicationId,
    impersonator_user_id: caller.impersonatorId,
    user_id: event.userId ?? null,
    device_id: event.deviceId ?? null,
    session_id: event.sessionId ?? null,
    application_id: event.applicationId ?? null,
    ip: caller.ip,
    user_agent: caller.userAgent,
    reason: event.reason ?? null,
    request_id: caller.requestId,
    revocation_id: event.revocationId ?? null,
    details: event.details ?? {},
  }));
  await database.post(
    `insert into events (id, type, outcome, occurred_at, actor_user_id, actor_application_id, impersonator_user_id, user_id, device_id, session_id, application_id,
       ip, user_agent, reason, request_id, revocation_id, details)
     select id, type, outcome, now(), actor_user_id, actor_application_id, impersonator_user_id, user_id, device_id, session_id, application_id,
       ip, user_agent, reason, request_id, revocation_id, details
     from jsonb_to_recordset($1::jsonb) as e (id uuid, type text, outcome text, actor_user_id uuid, actor_application_id uuid, impersonator_user_id uuid, user_id uuid,
       device_id uuid, session_id uuid, application_id uuid, ip text, user_agent text, reason text, request_id text, revocation_id uuid, details jsonb)`,
    [JSON.stringify(rows)],
  );
  database.afterCommit(() => rows.forEach(({ type, outcome }) => eventsRecorded.inc({ type, outcome })));
  await queueNotices(
    database,
    rows.map(({ user_id: userId, ...row }) => ({ ...row, userId })),
  );
};

/** The number of recent events of this type about a user. */
export const countRecentEvents = async (
  database: Database,
  { userId, type, seconds }: { userId: string; type: EventType; seconds: number },
): Promise<number> => {
  const row = await database.one<{ count: number }>(
    `select count(*)::int as count from events where user_id = $1 and type = $2 and occurred_at > now() - $3 * interval '1 second'`,
    [userId, type, seconds],
  );
  return row!.count;
};

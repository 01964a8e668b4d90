/**
 * Limits how often clients may ask a user to confirm a sign-in (OpenID CIBA), against prompt bombing. A client waits longer after each request
 * that was denied or ignored. One client cannot block another for long: each has its own share of the hourly limit, and pending requests
 * expire.
 */
import type { Database } from '../../database/database';
import { authenticationRequests } from './request-repository';

/** Of all clients together. Each client may have one. */
const MAX_PENDING = 3;
const MAX_PER_HOUR = 40;
const MAX_PER_HOUR_AND_CLIENT = 20;
/** Each client may always make this many requests, even if others have used up the hourly limit. */
const RESERVED_PER_HOUR = 2;
export interface ExceededLimit {
  seconds: number;
  description: string;
}

/** Null if the client may ask. The caller has locked the user's row, so that concurrent requests cannot exceed a limit. */
export const exceededRequestLimit = async (
  database: Database,
  { userId, clientId }: { userId: string; clientId: string },
): Promise<ExceededLimit | null> => {
  const counts = await authenticationRequests(database).countRecent(userId, clientId);
  const because = (seconds: number | null, description: string): ExceededLimit => ({
    seconds: Math.max(1, seconds ?? 0),
    description,
  });
  if (counts.ownPending > 0)
    return because(counts.untilOwnFree, 'a request of this client still waits for the user to answer it');
  if (counts.wait > 0)
    return because(counts.wait, 'the user refused or did not answer the last request of this client');
  if (counts.ownHour >= MAX_PER_HOUR_AND_CLIENT)
    return because(counts.untilOwnHour, 'this client has asked the user too often within an hour');
  // Reveals nothing about the requests of other clients.
  const busy = 'the user cannot be asked at the moment';
  if (counts.pending >= MAX_PENDING) return because(counts.untilFree, busy);
  if (counts.hour >= MAX_PER_HOUR && counts.ownHour >= RESERVED_PER_HOUR) return because(counts.untilHour, busy);
  return null;
};

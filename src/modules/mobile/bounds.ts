/**
 * Limits how often clients may ask a user to confirm a sign-in (OpenID CIBA), against prompt bombing. A client waits longer after each request
 * that was denied or ignored. One client cannot block another for long: each has its own share of the hourly limit, and pending requests
 * expire.
 */
import type { Database } from '../../database/database';
import { authenticationRequests } from './request-repository';

/** Of all clients together. Each client may have one. */
const MOST_PENDING = 3;
const PER_HOUR = 40;
const PER_HOUR_AND_CLIENT = 20;
/** Each client may always make this many requests, even if others have used up the hourly limit. */
const OWN_PER_HOUR = 2;
export interface TooOften {
  seconds: number;
  description: string;
}

/** Null if the client may ask. The caller has locked the user's row, so that concurrent requests cannot exceed a limit. */
export const askedTooOften = async (
  database: Database,
  { userId, clientId }: { userId: string; clientId: string },
): Promise<TooOften | null> => {
  const asked = await authenticationRequests(database).countRecent(userId, clientId);
  const because = (seconds: number | null, description: string): TooOften => ({
    seconds: Math.max(1, seconds ?? 0),
    description,
  });
  if (asked.ownPending > 0)
    return because(asked.untilOwnFree, 'a request of this client still waits for the user to answer it');
  if (asked.wait > 0) return because(asked.wait, 'the user refused or did not answer the last request of this client');
  if (asked.ownHour >= PER_HOUR_AND_CLIENT)
    return because(asked.untilOwnHour, 'this client has asked the user too often within an hour');
  // Reveals nothing about the requests of other clients.
  const busy = 'the user cannot be asked at the moment';
  if (asked.pending >= MOST_PENDING) return because(asked.untilFree, busy);
  if (asked.hour >= PER_HOUR && asked.ownHour >= OWN_PER_HOUR) return because(asked.untilHour, busy);
  return null;
};

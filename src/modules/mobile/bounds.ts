/**
 * How often clients may ask a user to confirm something (OpenID CIBA), so that nobody wears a user down with requests until one is approved.
 * A client waits longer after each request that was refused or ignored. What one client did never makes another wait: of what all share,
 * three requests at once and so many an hour, nobody can hold a part for long, and everybody has some of each hour.
 */
import type { Database } from '../../database/database';
import { authenticationRequests } from './request-repository';

/** At once, over all clients; of each client one. */
const MOST_PENDING = 3;
const PER_HOUR = 40;
const PER_HOUR_AND_CLIENT = 20;
/** Of an hour these are each client's own, whatever the others asked. */
const OWN_PER_HOUR = 2;
export interface TooOften {
  seconds: number;
  description: string;
}

/** Null where the client may ask. Under the lock of the user's row: of any number of requests at once, only so many see that there is room. */
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
  // What others asked is theirs: the client learns that the user cannot be asked, and no more.
  const busy = 'the user cannot be asked at the moment';
  if (asked.pending >= MOST_PENDING) return because(asked.untilFree, busy);
  if (asked.hour >= PER_HOUR && asked.ownHour >= OWN_PER_HOUR) return because(asked.untilHour, busy);
  return null;
};

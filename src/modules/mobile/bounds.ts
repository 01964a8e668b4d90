/**
 * How often clients may ask a user to confirm something (OpenID CIBA), so that nobody wears a user down with requests until one is approved.
 * A client waits longer after each request that was refused or ignored. What one client did never makes another wait: of what all share,
 * three requests at once and so many an hour, nobody can hold a part for long, and everybody has some of each hour.
 */
import type { Database } from '../../database/database';

/** At once, over all clients; of each client one. */
const MOST_PENDING = 3;
const PER_HOUR = 40;
const PER_HOUR_AND_CLIENT = 20;
/** Of an hour these are each client's own, whatever the others asked. */
const OWN_PER_HOUR = 2;
/** After the first request that came to nothing; twice as long after each other. */
const FIRST_WAIT = 60;
const LONGEST_WAIT = 3_600;

/** Rows are kept for a day, see `retention`. An approval makes up for all that was refused or ignored before. */
const ASKED = `
  with asked as (
    select x.created_at, x.decision, x.expires_at, x.client_id = $2 as own, coalesce(x.decided_at, x.expires_at) as over_at,
      x.decision is null and x.expires_at > now() as waits,
      x.decision is null and x.expires_at > now() and u.epoch = x.user_epoch and a.epoch = x.application_epoch as pending
    from authentication_requests x join users u on u.id = x.user_id join applications a on a.id = x.application_id
    where x.user_id = $1 and x.created_at > now() - interval '1 day'),
  vain as (
    select count(*) as n, max(over_at) as last from asked
    where own and decision is distinct from 'APPROVE' and not waits
      and created_at > coalesce((select max(created_at) from asked where own and decision = 'APPROVE'), '-infinity'))
  select count(*) filter (where pending)::int as "pending", count(*) filter (where pending and own)::int as "ownPending",
    count(*) filter (where created_at > now() - interval '1 hour')::int as "hour",
    count(*) filter (where created_at > now() - interval '1 hour' and own)::int as "ownHour",
    ${secondsUntil('min(expires_at) filter (where pending)')} as "untilFree",
    ${secondsUntil('min(expires_at) filter (where pending and own)')} as "untilOwnFree",
    ${secondsUntil(`min(created_at) filter (where created_at > now() - interval '1 hour') + interval '1 hour'`)} as "untilHour",
    ${secondsUntil(`min(created_at) filter (where created_at > now() - interval '1 hour' and own) + interval '1 hour'`)} as "untilOwnHour",
    (select case when n = 0 then 0 else ${secondsUntil(
      `last + least(${FIRST_WAIT} * power(2, least(n, 20) - 1), ${LONGEST_WAIT}) * interval '1 second'`,
    )} end from vain) as "wait"
  from asked`;

function secondsUntil(time: string): string {
  return `ceil(extract(epoch from ${time} - now()))::int`;
}

interface Asked {
  pending: number;
  ownPending: number;
  hour: number;
  ownHour: number;
  untilFree: number | null;
  untilOwnFree: number | null;
  untilHour: number | null;
  untilOwnHour: number | null;
  wait: number;
}

export interface TooOften {
  seconds: number;
  description: string;
}

/** Null where the client may ask. Under the lock of the user's row: of any number of requests at once, only so many see that there is room. */
export const askedTooOften = async (
  database: Database,
  { userId, clientId }: { userId: string; clientId: string },
): Promise<TooOften | null> => {
  const asked = (await database.one<Asked>(ASKED, [userId, clientId]))!;
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

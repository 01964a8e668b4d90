/** Counts requests in the database: all processes share the counts, and a refused mutation does not undo them. */
import { createHash } from 'node:crypto';
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';

export interface RateLimit {
  /** What is counted, for example `registerUser address`; each has its own counts. */
  what: string;
  /** Who is counted; stored as a hash. */
  of: string;
  limit: number;
  seconds: number;
}

export const keyOf = ({ what, of }: Pick<RateLimit, 'what' | 'of'>): Buffer =>
  createHash('sha256').update(`${what}\n${of}`).digest();

/** Counts the request and returns whether it exceeds the limit. Call it outside of a transaction. */
const exceedsLimit = async (database: Database, bound: RateLimit): Promise<boolean> => {
  const { limit, seconds } = bound;
  const row = await database.one<{ count: number }>(
    `insert into throttles as t (key, count, expires_at) values ($1, 1, now() + $2 * interval '1 second')
     on conflict (key) do update set
       count = case when t.expires_at > now() then least(t.count + 1, 1000000) else 1 end,
       expires_at = case when t.expires_at > now() then t.expires_at else excluded.expires_at end
     returning count`,
    [keyOf(bound), seconds],
  );
  return row!.count > limit;
};

/** RATE_LIMITED if this request exceeds one of the bounds. */
export const throttle = async (database: Database, bounds: RateLimit[]): Promise<Refusal | null> => {
  const exceeded = await Promise.all(bounds.map((bound) => exceedsLimit(database, bound)));
  return refusalOf(bounds.filter((_, i) => exceeded[i]));
};

const refusalOf = (exceeded: RateLimit[]): Refusal | null => {
  const longest = Math.max(0, ...exceeded.map(({ seconds }) => seconds));
  return longest === 0 ? null : rateLimited(longest);
};

export const rateLimited = (seconds: number): Refusal => {
  const minutes = Math.ceil(seconds / 60);
  return new Refusal(
    'RATE_LIMITED',
    `Too many requests. Try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`,
  ).because({ is: 'TOO_MANY_REQUESTS', minutes });
};

/** Identifies a requester by address. For IPv6 this is the network, by default one household's; fewer groups give a larger one. */
export const networkOf = (ip: string | null, groups = 4): string => {
  if (ip === null || !ip.includes(':')) return ip ?? 'unknown';
  const [head = '', tail = ''] = ip.split('::');
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::') ? Array<string>(8 - before.length - after.length).fill('0') : [];
  return [...before, ...zeros, ...after].slice(0, groups).join(':');
};

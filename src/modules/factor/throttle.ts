/**
 * Against guessing: wrong codes of a user are counted until a right one. After a few, each costs a wait that doubles; after a hundred
 * (NIST SP 800-63B §3.2.2) nothing is accepted until an administrator has removed an authenticator. The caller has locked the user's row.
 */
import type { Database } from '../../database/database';

const FREE = 5;
const WAIT_SECONDS = 30;
const LONGEST_SECONDS = 3_600;
const MOST = 100;

/** How many seconds there are to wait; 0 for none, infinite where it will not help. */
export const secondsToWait = async (database: Database, userId: string): Promise<number> => {
  const row = await database.one<{ seconds: number }>(
    `select case when blocked_until = 'infinity' then 'infinity'::float8 else extract(epoch from blocked_until - now())::float8 end as seconds
     from second_factor_failures where user_id = $1 and blocked_until > now()`,
    [userId],
  );
  return row ? Math.ceil(row.seconds) : 0;
};

export const noteFailure = async (database: Database, userId: string): Promise<void> => {
  await database.execute(
    `insert into second_factor_failures as f (user_id, failures) values ($1, 1)
     on conflict (user_id) do update set failures = f.failures + 1,
       blocked_until = case when f.failures + 1 >= ${MOST} then 'infinity'
         when f.failures + 1 >= ${FREE} then now() + make_interval(secs => least(${LONGEST_SECONDS}, ${WAIT_SECONDS} * 2 ^ least(f.failures + 1 - ${FREE}, 16))) end`,
    [userId],
  );
};

export const forgetFailures = async (database: Database, userId: string): Promise<void> => {
  await database.execute('delete from second_factor_failures where user_id = $1', [userId]);
};

/**
 * The table that counts consecutive wrong codes for each user: the only place with its statements. To prevent guessing, after a few wrong codes
 * each further one costs a wait that doubles. After a hundred (NIST SP 800-63B §3.2.2) no code is accepted until an administrator has removed an
 * authenticator. Callers have locked the user's row.
 */
import { repositoryOf, TableRepository } from '../../database/repository';
import { SecondFactorFailure } from './tables';

/** Wrong codes without a wait. */
const FREE = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3_600;
/** From then on no code is accepted. */
const MAX_FAILURES = 100;

class SecondFactorFailureRepository extends TableRepository<SecondFactorFailure> {
  /** How long the user has to wait before the next code; 0 for not at all, infinite for until the counter is reset. */
  async findSecondsToWait(userId: string): Promise<number> {
    const row = await this.database.one<{ seconds: number }>(
      `select case when blocked_until = 'infinity' then 'infinity'::float8 else extract(epoch from blocked_until - now())::float8 end as seconds
       from second_factor_failures where user_id = $1 and blocked_until > now()`,
      [userId],
    );
    return row ? Math.ceil(row.seconds) : 0;
  }

  /** Adds a wrong code: the wait doubles with each one. */
  async add(userId: string): Promise<void> {
    await this.database.execute(
      `insert into second_factor_failures as f (user_id, failures) values ($1, 1)
       on conflict (user_id) do update set failures = f.failures + 1,
         blocked_until = case when f.failures + 1 >= ${MAX_FAILURES} then 'infinity'
           when f.failures + 1 >= ${FREE} then now() + make_interval(secs => least(${LONGEST_WAIT_SECONDS}, ${FIRST_WAIT_SECONDS} * 2 ^ least(f.failures + 1 - ${FREE}, 16))) end`,
      [userId],
    );
  }
}

export const secondFactorFailures = repositoryOf(SecondFactorFailure, SecondFactorFailureRepository);

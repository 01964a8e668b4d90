/** Statements of the table `offboardings`. */
import type { Creator } from '../../core/authority/creator';
import { repositoryOf, TableRepository } from '../../database/repository';
import { rowsOf } from '../../database/rows';
import type { RefusalCode } from '../../schema/enums';
import { Offboarding } from './entity';

export const offboardingRows = rowsOf(Offboarding, {
  type: 'Offboarding',
  from: 'offboardings x',
  always: ['userId'],
});

export const offboardingColumns = offboardingRows.select;

const IS_DUE = 'x.failed_at is null and x.try_at <= now()';

/** A minute after the first attempt, then twice as long after each further one, up to six hours. */
const DELAY = 'least(power(2, tries) * 60, 21600)';

class OffboardingRepository extends TableRepository<Offboarding> {
  /** `ids` are those of the off-boardings, which the entity leaves out. */
  async deleteByIds(ids: string[]): Promise<void> {
    await this.database.execute('delete from offboardings where id = any($1::uuid[])', [ids]);
  }

  findOf(userId: string): Promise<Offboarding | null> {
    return this.database.one<Offboarding>(`select ${offboardingColumns} from offboardings x where x.user_id = $1`, [
      userId,
    ]);
  }

  findDueOf(userId: string): Promise<Offboarding | null> {
    return this.database.one<Offboarding>(
      `select ${offboardingColumns} from offboardings x where x.user_id = $1 and ${IS_DUE}`,
      [userId],
    );
  }

  /** The users whose off-boardings are due, in the order in which they became due. */
  async listDue(limit: number): Promise<string[]> {
    const rows = await this.database.query<{ userId: string }>(
      `select x.user_id as "userId" from offboardings x where ${IS_DUE} order by x.try_at, x.user_id limit $1`,
      [limit],
    );
    return rows.map(({ userId }) => userId);
  }

  async add(
    id: string,
    { userId, action, dueAt, reason }: Pick<Offboarding, 'userId' | 'action' | 'dueAt' | 'reason'>,
    scheduler: Creator,
  ): Promise<void> {
    await this.database.execute(
      `insert into offboardings (id, user_id, action, due_at, try_at, reason, actor_user_id, actor_application_id, actor_impersonator_id, actor_scopes,
         created_at)
       values ($1, $2, $3, $4, $4, $5, $6, $7, $8, $9, now())`,
      [
        ...[id, userId, action, dueAt, reason],
        ...[scheduler.userId, scheduler.applicationId, scheduler.impersonatorId, scheduler.scopes],
      ],
    );
  }

  /** Counts a failed attempt; returns the time of the next one. */
  async postpone(userId: string, problem: RefusalCode | null): Promise<Date> {
    const row = await this.database.one<{ tryAt: Date }>(
      `update offboardings set tries = tries + 1, problem = $2, try_at = now() + make_interval(secs => ${DELAY})
       where user_id = $1 returning try_at as "tryAt"`,
      [userId, problem],
    );
    return row!.tryAt;
  }

  /** Counts a failed attempt, the last one. */
  async giveUp(userId: string, problem: RefusalCode | null): Promise<void> {
    await this.update({ userId }, { tries: () => 'tries + 1', problem, failedAt: () => 'now()' });
  }
}

export const offboardings = repositoryOf(Offboarding, OffboardingRepository);

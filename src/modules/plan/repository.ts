/** Statements about the table of plans. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { newId } from '../../platform/random';
import { columnsOf } from '../../schema/columns';
import { StoredPlan } from './tables';

/** How long a plan can be applied. */
export const PLAN_MINUTES = 10;

class StoredPlanRepository extends TableRepository<StoredPlan> {
  /** Returns when it expires. */
  async add(plan: Omit<StoredPlan, 'id' | 'createdAt' | 'expiresAt'>): Promise<Date> {
    const row = await this.database.one<{ expiresAt: Date }>(
      `insert into revocation_plans (id, token_hash, caller, user_id, action, input, counts, digest, created_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now(), now() + make_interval(mins => ${PLAN_MINUTES})) returning expires_at as "expiresAt"`,
      [
        ...[newId(), plan.tokenHash, plan.caller, plan.userId, plan.action],
        ...[JSON.stringify(plan.input), JSON.stringify(plan.counts), plan.digest],
      ],
    );
    return row!.expiresAt;
  }

  /** A plan of this caller. */
  findByToken(tokenHash: Buffer, caller: string): Promise<(StoredPlan & { expired: boolean }) | null> {
    return this.database.one(
      `select ${columnsOf(StoredPlan, 'x')}, x.expires_at <= now() as expired from revocation_plans x where x.token_hash = $1 and x.caller = $2`,
      [tokenHash, caller],
    );
  }
}

export const revocationPlans = repositoryOf(StoredPlan, StoredPlanRepository);

/**
 * Which workers are alive. Each renews a row of its own; where one has not done so for a while, its process is gone, and whoever notices
 * gives back the jobs that it had taken. The queue by itself would wait four hours.
 */
import type { Pool } from 'pg';
import { QUEUE_SCHEMA } from '../database/queue';
import { loggable, type Logger } from '../platform/logger';

export const LEASE_MS = 20_000;

export class Lease {
  private worker: string | null = null;
  private taken: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly pool: Pool,
    private readonly logger: Logger,
    private readonly leaseMs: number,
  ) {
    this.timer = setInterval(() => void this.keep(), leaseMs / 4);
    this.timer.unref();
  }

  /** Before the worker of this name takes its first job. The one before it, if any, is done. */
  take(worker: string): Promise<void> {
    if (this.worker === worker) return this.taken;
    const before = this.worker;
    this.worker = worker;
    this.taken = (before ? this.giveUp(before) : Promise.resolve()).then(() => this.renew(worker));
    return this.taken;
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    const { worker } = this;
    this.worker = null;
    if (worker) await this.giveUp(worker);
  }

  private async keep(): Promise<void> {
    try {
      if (this.worker) await this.renew(this.worker);
      await this.takeOver();
    } catch (error) {
      this.logger.debug({ err: loggable(error) }, 'the lease of the worker could not be renewed');
    }
  }

  private async renew(worker: string): Promise<void> {
    await this.pool.query(
      `insert into worker_leases (worker, renewed_at) values ($1, now()) on conflict (worker) do update set renewed_at = now()`,
      [worker],
    );
  }

  private async takeOver(): Promise<void> {
    await this.pool.query(
      `with gone as (delete from worker_leases where renewed_at < now() - $1 * interval '1 millisecond' returning worker)
       select ${QUEUE_SCHEMA}.force_unlock_workers((select array_agg(worker) from gone)) where exists (select from gone)`,
      [this.leaseMs],
    );
  }

  private async giveUp(worker: string): Promise<void> {
    await this.pool.query(
      `with gone as (delete from worker_leases where worker = $1) select ${QUEUE_SCHEMA}.force_unlock_workers(array[$1])`,
      [worker],
    );
  }
}

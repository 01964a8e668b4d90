/**
 * Tracks which workers are alive. Each worker renews a row of its own. If a row has not been renewed for a while, its process is gone and the
 * first worker that notices releases the jobs it had locked. The queue alone would wait four hours.
 */
import type { Pool } from 'pg';
import { QUEUE_SCHEMA } from '../database/queue';
import { loggable, type Logger } from '../platform/logger';

export const LEASE_MS = 20_000;

export class Lease {
  private worker: string | null = null;
  private acquired: Promise<void> = Promise.resolve();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly pool: Pool,
    private readonly logger: Logger,
    private readonly leaseMs: number,
  ) {
    this.timer = setInterval(() => void this.tick(), leaseMs / 4);
    this.timer.unref();
  }

  /** Called before the worker of this name takes its first job. The previous worker of this process, if any, has stopped. */
  acquire(worker: string): Promise<void> {
    if (this.worker === worker) return this.acquired;
    const previous = this.worker;
    this.worker = worker;
    this.acquired = (previous ? this.releaseJobs(previous) : Promise.resolve()).then(() => this.renew(worker));
    return this.acquired;
  }

  async release(): Promise<void> {
    clearInterval(this.timer);
    const { worker } = this;
    this.worker = null;
    if (worker) await this.releaseJobs(worker);
  }

  private async tick(): Promise<void> {
    try {
      if (this.worker) await this.renew(this.worker);
      await this.releaseExpired();
    } catch (error) {
      this.logger.debug({ err: loggable(error) }, 'failed to renew the worker lease');
    }
  }

  private async renew(worker: string): Promise<void> {
    await this.pool.query(
      `insert into worker_leases (worker, renewed_at) values ($1, now()) on conflict (worker) do update set renewed_at = now()`,
      [worker],
    );
  }

  private async releaseExpired(): Promise<void> {
    await this.pool.query(
      `with gone as (delete from worker_leases where renewed_at < now() - $1 * interval '1 millisecond' returning worker)
       select ${QUEUE_SCHEMA}.force_unlock_workers((select array_agg(worker) from gone)) where exists (select from gone)`,
      [this.leaseMs],
    );
  }

  private async releaseJobs(worker: string): Promise<void> {
    await this.pool.query(
      `with gone as (delete from worker_leases where worker = $1) select ${QUEUE_SCHEMA}.force_unlock_workers(array[$1])`,
      [worker],
    );
  }
}

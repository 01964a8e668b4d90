/**
 * A transaction on one connection, which takes statements without waiting for the results of those before. PostgreSQL runs them in the order in
 * which they are sent, and each sees what was committed when its turn comes, so an order of locks and reads holds whether or not someone waits in
 * between.
 */
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { RolledBack } from './data-source';

/** All that PostgreSQL says of a statement after one that has failed. */
const IN_FAILED_TRANSACTION = '25P02';

const codeOf = (error: unknown): string | undefined => (error as { driverError?: { code?: string } }).driverError?.code;

export class Transaction {
  /** The failure that made the transaction useless. */
  private failure: unknown = undefined;

  private readonly send: (...args: unknown[]) => Promise<unknown>;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly onFailure: (error: unknown) => void,
  ) {
    const query = (this.send = runner.query.bind(runner) as Transaction['send']);
    runner.query = (async (...args: unknown[]) => {
      try {
        return await query(...args);
      } catch (error) {
        if (codeOf(error) !== IN_FAILED_TRANSACTION || this.failure === undefined) this.failure = error;
        this.onFailure(this.failure);
        throw this.failure;
      }
    }) as typeof runner.query;
    // Otherwise TypeORM would begin and commit transactions of its own.
    Object.assign(runner, { isTransactionActive: true });
  }

  /** `onFailure` is called for every statement that fails, with the first failure. */
  static async begin(source: DataSource, onFailure: (error: unknown) => void = () => {}): Promise<Transaction> {
    const runner = source.createQueryRunner();
    await runner.connect();
    const transaction = new Transaction(runner, onFailure);
    transaction.post('START TRANSACTION');
    return transaction;
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Sends a statement that nobody waits for. If it fails, so does the next one, COMMIT at the latest, with the same error. */
  post(sql: string, values: unknown[] = []): void {
    void this.runner.query(sql, values).catch(() => {});
  }

  async commit(): Promise<void> {
    try {
      await this.send('COMMIT');
    } catch (error) {
      throw (error as { driverError?: unknown }).driverError instanceof RolledBack ? (this.failure ?? error) : error;
    } finally {
      await this.runner.release();
    }
  }

  async rollback(): Promise<void> {
    try {
      await this.send('ROLLBACK');
    } finally {
      await this.runner.release();
    }
  }
}

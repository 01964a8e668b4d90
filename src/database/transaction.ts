/**
 * A transaction on one connection, which takes statements without waiting for the results of those before. PostgreSQL runs them in the order in
 * which they are sent, and each sees what was committed when its turn comes, so an order of locks and reads holds whether or not someone waits in
 * between.
 */
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import type { QueryArrayConfig } from 'pg';
import { RolledBack } from './data-source';

/** What PostgreSQL says of a statement after one that has failed: the transaction has failed, or the statement was never prepared. */
const CONSEQUENCES = new Set<unknown>(['25P02', '26000']);

/** Of TypeORM's errors the driver's, of others themselves. */
const causeOf = (error: unknown): { code?: unknown } =>
  (error as { driverError?: object }).driverError ?? (error as object);

export class Transaction {
  /** The failure that made the transaction useless. */
  private failure: unknown = undefined;

  private readonly send: (...args: unknown[]) => Promise<unknown>;

  /** Fails if the transaction could not begin. */
  private readonly begun: Promise<unknown>;
  private neverBegan = false;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly onFailure: (error: unknown) => void,
  ) {
    const query = (this.send = runner.query.bind(runner) as Transaction['send']);
    runner.query = ((...args: unknown[]) => this.run(() => query(...args))) as typeof runner.query;
    // Otherwise TypeORM would begin and commit transactions of its own.
    Object.assign(runner, { isTransactionActive: true });
    this.begun = this.run(() => query('START TRANSACTION'));
    this.begun.catch(() => (this.neverBegan = true));
  }

  /** `onFailure` is called for every statement that fails, with the first failure. */
  static async begin(source: DataSource, onFailure: (error: unknown) => void = () => {}): Promise<Transaction> {
    const runner = source.createQueryRunner();
    await runner.connect();
    return new Transaction(runner, onFailure);
  }

  get manager(): EntityManager {
    return this.runner.manager;
  }

  /** Sends a statement that nobody waits for. If it fails, so does the next one, COMMIT at the latest, with the same error. */
  post(sql: string, values: unknown[] = []): void {
    void this.runner.query(sql, values).catch(() => {});
  }

  /** The rows of a statement as arrays of values. TypeORM passes the statement on, in its turn, as if it were text. */
  async rows(statement: QueryArrayConfig): Promise<unknown[][]> {
    return (await this.runner.query(statement as unknown as string, undefined, true)).records as unknown[][];
  }

  commit(): Promise<void> {
    return this.end('COMMIT');
  }

  rollback(): Promise<void> {
    return this.end('ROLLBACK');
  }

  /** Sends nothing if the transaction could not begin: the statement would be committed by itself. */
  private async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.neverBegan) throw this.failure;
    try {
      return await work();
    } catch (error) {
      if (this.failure === undefined || !CONSEQUENCES.has(causeOf(error).code)) this.failure = error;
      this.onFailure(this.failure);
      throw this.failure;
    }
  }

  /** If the transaction cannot be ended, its connection is closed: another user of it would be in the same transaction. */
  private async end(statement: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    try {
      if (!this.neverBegan) await this.send(statement);
      await this.begun;
    } catch (error) {
      const isOver = causeOf(error) instanceof RolledBack;
      await this.release(isOver ? undefined : error);
      throw isOver ? (this.failure ?? error) : error;
    }
    await this.release();
  }

  /** With an error, the pool closes the connection. */
  private release(error?: unknown): Promise<void> {
    const { runner } = this as unknown as { runner: { releasePostgresConnection(error: unknown): Promise<void> } };
    return runner.releasePostgresConnection(error);
  }
}

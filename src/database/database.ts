/** The interface to the database that repositories use: SQL rows, inside or outside a transaction, and TypeORM's manager for plain writes. */
import type { DataSource, EntityManager, ObjectLiteral, EntityTarget, Repository } from 'typeorm';
import pg, { type Pool } from 'pg';
import type { ServiceDataSource } from './data-source';
import { TIMES_AS_TEXT } from './times';
import { Transaction } from './transaction';

export class Database {
  /** Run once the transaction has been committed. */
  private readonly following: (() => void)[] = [];

  private constructor(
    private readonly source: DataSource,
    readonly manager: EntityManager,
    private readonly open: Transaction | null,
    /** Whether a mail server is configured. If not, no mail is queued. */
    readonly canMail: boolean,
  ) {}

  static of(source: DataSource, { canMail = false }: { canMail?: boolean } = {}): Database {
    return new Database(source, source.manager, null, canMail);
  }

  /** The rows of one statement, as plain objects keyed by the column aliases. */
  async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    if (this.inTransaction) return (await this.manager.queryRunner!.query(sql, values, true)).records as Row[];
    return (await this.pool.query(sql, values)).rows as Row[];
  }

  /** The rows of one statement as arrays of values. Times are `Date`s, or text as GraphQL shows them. */
  async values(text: string, values: unknown[], timesAsDates: boolean): Promise<unknown[][]> {
    const statement = { text, values, rowMode: 'array' as const, types: timesAsDates ? pg.types : TIMES_AS_TEXT };
    return this.open ? this.open.rows(statement) : (await this.pool.query<unknown[]>(statement)).rows;
  }

  async one<Row>(sql: string, values: unknown[] = []): Promise<Row | null> {
    return (await this.query<Row>(sql, values))[0] ?? null;
  }

  /**
   * One row of a short read that is asked for at every request. Outside of transactions it is sent on a connection that other requests use at the
   * same time.
   */
  async lookUp<Row>(sql: string, values: [unknown, ...unknown[]]): Promise<Row | null> {
    const { reads } = this.source as Partial<Pick<ServiceDataSource, 'reads'>>;
    const rows = this.inTransaction ? null : await reads?.query<Row>(sql, values);
    return rows ? (rows[0] ?? null) : this.one(sql, values);
  }

  /** The number of rows changed by an UPDATE, DELETE or INSERT; identifies the winner of a race. */
  async execute(sql: string, values: unknown[] = []): Promise<number> {
    if (this.inTransaction) return (await this.manager.queryRunner!.query(sql, values, true)).affected ?? 0;
    return (await this.pool.query(sql, values)).rowCount ?? 0;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /**
   * Sends a statement whose result does not matter. In a transaction nobody waits for it: statements run in the order in which they are sent, and if
   * this one fails, the next one fails with its error, COMMIT at the latest.
   */
  async post(sql: string, values: unknown[] = []): Promise<void> {
    if (this.open) this.open.post(sql, values);
    else await this.execute(sql, values);
  }

  /** Sends a statement that locks rows, in a transaction only: elsewhere the locks would be lost at once. Nobody waits for it. */
  postLock(sql: string, values: unknown[]): void {
    if (!this.open) throw new Error('rows can only be locked in a transaction');
    this.open.post(sql, values);
  }

  /** Runs a transaction: commits when `work` returns, rolls back when it throws. Transactions do not nest. */
  async transaction<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const { database, commit, rollback } = await this.begin();
    let result: T;
    try {
      result = await work(database);
    } catch (error) {
      await rollback().catch(() => {});
      throw error;
    }
    await commit();
    return result;
  }

  /**
   * A transaction that the caller commits or rolls back, for requests whose work is spread over a library's callbacks. `onFailure` is called for
   * every statement that fails, with the first failure.
   */
  async begin(
    onFailure?: (error: unknown) => void,
  ): Promise<{ database: Database; commit(): Promise<void>; rollback(): Promise<void> }> {
    if (this.inTransaction) throw new Error('a transaction is already open');
    const transaction = await Transaction.begin(this.source, onFailure);
    const database = new Database(this.source, transaction.manager, transaction, this.canMail);
    return {
      database,
      commit: () => transaction.commit().then(() => database.runFollowing()),
      rollback: () => transaction.rollback(),
    };
  }

  /** Runs `work` when the transaction has been committed, and never if it is rolled back; immediately outside of a transaction. */
  afterCommit(work: () => void): void {
    if (this.inTransaction) this.following.push(work);
    else work();
  }

  private get inTransaction(): boolean {
    return this.open !== null;
  }

  private runFollowing(): void {
    for (const work of this.following.splice(0)) work();
  }

  private get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}

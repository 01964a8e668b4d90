/** The interface to the database that repositories use: SQL rows, inside or outside a transaction, and TypeORM's manager for plain writes. */
import type { DataSource, EntityManager, ObjectLiteral, EntityTarget, Repository } from 'typeorm';
import pg, { type ClientBase, type Pool } from 'pg';
import { TIMES_AS_TEXT } from './times';

export class Database {
  /** Run once the transaction has been committed. */
  private readonly following: (() => void)[] = [];

  private constructor(
    private readonly source: DataSource,
    readonly manager: EntityManager,
    private readonly inTransaction: boolean,
    /** Whether a mail server is configured. If not, no mail is queued. */
    readonly canMail: boolean,
  ) {}

  static of(source: DataSource, { canMail = false }: { canMail?: boolean } = {}): Database {
    return new Database(source, source.manager, false, canMail);
  }

  /** The rows of one statement, as plain objects keyed by the column aliases. */
  async query<Row>(sql: string, values: unknown[] = []): Promise<Row[]> {
    if (this.inTransaction) return (await this.manager.queryRunner!.query(sql, values, true)).records as Row[];
    return (await this.pool.query(sql, values)).rows as Row[];
  }

  /** The rows of one statement as arrays of values. Times are `Date`s, or text as GraphQL shows them. */
  async values(text: string, values: unknown[], timesAsDates: boolean): Promise<unknown[][]> {
    const statement = { text, values, rowMode: 'array' as const, types: timesAsDates ? pg.types : TIMES_AS_TEXT };
    const client = this.inTransaction ? ((await this.manager.queryRunner!.connect()) as ClientBase) : this.pool;
    return (await client.query<unknown[]>(statement)).rows;
  }

  async one<Row>(sql: string, values: unknown[] = []): Promise<Row | null> {
    return (await this.query<Row>(sql, values))[0] ?? null;
  }

  /** The number of rows changed by an UPDATE, DELETE or INSERT; identifies the winner of a race. */
  async execute(sql: string, values: unknown[] = []): Promise<number> {
    if (this.inTransaction) return (await this.manager.queryRunner!.query(sql, values, true)).affected ?? 0;
    return (await this.pool.query(sql, values)).rowCount ?? 0;
  }

  repository<T extends ObjectLiteral>(entity: EntityTarget<T>): Repository<T> {
    return this.manager.getRepository(entity);
  }

  /** Runs a transaction: commits when `work` returns, rolls back when it throws. Transactions do not nest. */
  transaction<T>(work: (database: Database) => Promise<T>): Promise<T> {
    if (this.inTransaction) throw new Error('a transaction is already open');
    let inner: Database;
    return this.source
      .transaction((manager) => work((inner = new Database(this.source, manager, true, this.canMail))))
      .then((result) => {
        inner.runFollowing();
        return result;
      });
  }

  /** A transaction that the caller commits or rolls back, for requests whose work is spread over a library's callbacks. */
  async begin(): Promise<{ database: Database; commit(): Promise<void>; rollback(): Promise<void> }> {
    if (this.inTransaction) throw new Error('a transaction is already open');
    const runner = this.source.createQueryRunner();
    await runner.connect();
    await runner.startTransaction();
    const finish = (how: () => Promise<void>) => async () => {
      try {
        await how();
      } finally {
        await runner.release();
      }
    };
    const database = new Database(this.source, runner.manager, true, this.canMail);
    return {
      database,
      commit: finish(() => runner.commitTransaction().then(() => database.runFollowing())),
      rollback: finish(() => runner.rollbackTransaction()),
    };
  }

  /** Runs `work` when the transaction has been committed, and never if it is rolled back; immediately outside of a transaction. */
  afterCommit(work: () => void): void {
    if (this.inTransaction) this.following.push(work);
    else work();
  }

  private runFollowing(): void {
    for (const work of this.following.splice(0)) work();
  }

  private get pool(): Pool {
    return (this.source.driver as unknown as { master: Pool }).master;
  }
}

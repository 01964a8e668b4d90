/**
 * The base of all repositories. A repository is TypeORM's repository of one table, with the hand-written statements of that table as methods. It
 * works in the transaction of the `Database` it was created for, or outside of any.
 */
import { type EntityManager, type EntityTarget, type ObjectLiteral, type QueryRunner, Repository } from 'typeorm';
import type { Database } from './database';

export abstract class TableRepository<Row extends ObjectLiteral> extends Repository<Row> {
  constructor(
    target: EntityTarget<Row>,
    manager: EntityManager,
    queryRunner: QueryRunner | undefined,
    /** For hand-written statements. */
    protected readonly database: Database,
  ) {
    super(target, manager, queryRunner);
  }

  /** Deletes the rows whose column has one of these values. In a transaction, nobody waits for it. */
  deleteBy(column: string, values: readonly string[]): Promise<void> {
    return this.database.post(`delete from ${this.metadata.tablePath} where ${column} = any($1::uuid[])`, [values]);
  }
}

type RepositoryClass<Row extends ObjectLiteral, Kind extends TableRepository<Row>> = new (
  target: EntityTarget<Row>,
  manager: EntityManager,
  queryRunner: QueryRunner | undefined,
  database: Database,
) => Kind;

/** Repositories by database or transaction. */
const repositories = new WeakMap<Database, Map<unknown, unknown>>();

/** Defines an accessor: `sessions(database)` is the repository of sessions in that database or transaction. */
export const repositoryOf =
  <Row extends ObjectLiteral, Kind extends TableRepository<Row>>(
    entity: EntityTarget<Row>,
    Class: RepositoryClass<Row, Kind>,
  ) =>
  (database: Database): Kind => {
    let here = repositories.get(database);
    if (!here) repositories.set(database, (here = new Map()));
    let repository = here.get(Class) as Kind | undefined;
    if (!repository) {
      const { manager } = database;
      here.set(Class, (repository = new Class(entity, manager, manager.queryRunner, database)));
    }
    return repository;
  };

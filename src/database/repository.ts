/**
 * What repositories are built on. A repository is TypeORM's own for one table, with the hand-written statements about that table as methods. It
 * works inside the transaction of the `Database` that it is asked for, or outside of any.
 */
import { type EntityManager, type EntityTarget, type ObjectLiteral, type QueryRunner, Repository } from 'typeorm';
import type { Database } from './database';

export abstract class TableRepository<Row extends ObjectLiteral> extends Repository<Row> {
  constructor(
    target: EntityTarget<Row>,
    manager: EntityManager,
    queryRunner: QueryRunner | undefined,
    /** For statements by hand. */
    protected readonly database: Database,
  ) {
    super(target, manager, queryRunner);
  }
}

type RepositoryClass<Row extends ObjectLiteral, Kind extends TableRepository<Row>> = new (
  target: EntityTarget<Row>,
  manager: EntityManager,
  queryRunner: QueryRunner | undefined,
  database: Database,
) => Kind;

/** The repositories that were asked for, by the database or transaction that they work in. */
const made = new WeakMap<Database, Map<unknown, unknown>>();

/** `sessions(database)` is the repository of sessions in that database, or in that transaction. */
export const repositoryOf =
  <Row extends ObjectLiteral, Kind extends TableRepository<Row>>(
    entity: EntityTarget<Row>,
    Class: RepositoryClass<Row, Kind>,
  ) =>
  (database: Database): Kind => {
    let here = made.get(database);
    if (!here) made.set(database, (here = new Map()));
    let repository = here.get(Class) as Kind | undefined;
    if (!repository) {
      const { manager } = database;
      here.set(Class, (repository = new Class(entity, manager, manager.queryRunner, database)));
    }
    return repository;
  };

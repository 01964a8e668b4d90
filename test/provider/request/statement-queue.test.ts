/** The statements of a provider request run one after the other, and the first failure is the one that is reported. */
import '../../../src/app/modules';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/app/data-source';
import { Database } from '../../../src/database/database';
import { createLogger } from '../../../src/platform/logger';
import { users } from '../../../src/modules/user';
import { inSequence } from '../../../src/provider/request/statement-queue';
import { createTestDatabase, type TestDatabase } from '../../support/test-database';

let database: TestDatabase;
let source: DataSource;
beforeAll(async () => {
  database = await createTestDatabase();
  source = await createDataSource(database.url, 2, createLogger('silent')).initialize();
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const codeOf = (error: unknown) => (error as { driverError: { code: string } }).driverError.code;

test("a failure of TypeORM's own statement is reported before those that follow from it", async () => {
  const transaction = await Database.of(source).begin();
  const reported: unknown[] = [];
  const queued = inSequence(transaction.database, (error) => reported.push(error));
  await Promise.allSettled([
    users(queued).update({ id: 'not a uuid' }, { name: 'Ann' }),
    // TypeORM prepares its statement for a moment, in which this one is sent.
    queued.query('select 1'),
    queued.execute('select 2'),
  ]);
  await transaction.rollback();
  // invalid_text_representation, then in_failed_sql_transaction.
  expect(reported.map(codeOf)).toEqual(['22P02', '25P02']);
});

/** The statements of a provider request run one after the other, and the first failure is the one that is reported. */
import '../../../src/app/modules';
import { setTimeout } from 'node:timers/promises';
import { Raw, type DataSource } from 'typeorm';
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
  const failing = users(queued).findOneBy({ id: Raw(() => `(select pg_sleep(0.2)::text::uuid) is not null`) });
  await setTimeout(50);
  await Promise.allSettled([failing, queued.query('select 1')]);
  await transaction.rollback();
  // invalid_text_representation, then in_failed_sql_transaction.
  expect(reported.map(codeOf)).toEqual(['22P02', '25P02']);
});

/** What CI runs of the benchmark: the references answer as the service does, and no operation costs PostgreSQL more than it may. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

test('operations cost no more than they may, whatever the number of users', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/ci.js'], {
    cwd: path.resolve(__dirname, '../..'),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CASTELLAN_BUILD: process.env.CASTELLAN_BUILD,
      BENCH_DATABASE_URL: process.env.CASTELLAN_TEST_SERVER,
    },
  });
  expect(stdout).toContain('The service and R1* answer alike.');
  expect(stdout).toContain('No operation costs more than it may.');
}, 180_000);

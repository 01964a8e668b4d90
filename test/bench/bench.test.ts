/** The quick mode of the benchmark: equal answers, the number of statements and the blocks of the page; nothing is timed. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

test('the service and its references answer alike', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['bench/run.js', '--quick'], {
    cwd: path.resolve(__dirname, '../..'),
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CASTELLAN_BUILD: process.env.CASTELLAN_BUILD,
      BENCH_DATABASE_URL: process.env.CASTELLAN_TEST_SERVER,
    },
  });
  expect(stdout).toContain('4 statements');
  expect(stdout.match(/equal responses/g)).toHaveLength(5);
}, 180_000);

/** Runs a script with pgbench over prepared statements and measures the CPU time of pgbench and PostgreSQL. */
'use strict';
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const path = require('node:path');

const CLIENTS = 8;

exports.hasPgbench = () => {
  try {
    execFileSync('pgbench', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** The last line of bash's `times`: user and system time of its children, such as `0m1.234s 0m0.567s`. */
const milliseconds = (line) =>
  [...line.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, minutes, seconds]) => sum + Number(minutes) * 60_000 + Number(seconds) * 1_000,
    0,
  );

/** A reference for `compare`. `more` times as many transactions as requests, since each is short. */
exports.pgbench = ({ databaseUrl, environment }, name, { script, variables = {}, more = 10 }) => {
  const given = Object.entries(variables).flatMap(([key, value]) => ['-D', `${key}=${value}`]);
  const file = path.join(environment.DATA_DIR, `${name}.sql`);
  writeFileSync(file, script);
  const run = (transactions) =>
    execFileSync(
      'bash',
      ['-c', 'pgbench "$@" >/dev/null && times', 'bash', ...options(file, transactions), ...given, databaseUrl],
      {
        env: { ...process.env, PGOPTIONS: '-c plan_cache_mode=force_generic_plan -c enable_memoize=off' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    ).toString();
  return async () => ({
    stop: async () => {},
    measure: async ({ count }, cpu) => {
      const transactions = Math.max(1, Math.ceil((count * more) / CLIENTS));
      const before = await cpu();
      const node = milliseconds(run(transactions).trim().split('\n').at(-1));
      const postgres = (await cpu()) - before;
      const done = transactions * CLIENTS;
      return { node: node / done, postgres: postgres / done };
    },
  });
};
const options = (file, transactions) =>
  ['-n', '-M', 'prepared', '-c', CLIENTS, '-j', 1, '-t', transactions, '-f', file].map(String);
exports.CLIENTS = CLIENTS;

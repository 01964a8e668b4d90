/** Runs a script with pgbench over prepared statements, or with pg if pgbench is not installed, and measures the CPU time of both sides. */
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

const SETTINGS = '-c plan_cache_mode=force_generic_plan -c enable_memoize=off';

/** The command that runs the script, and its environment. */
const commandOf = (databaseUrl, file, variables, transactions) => {
  if (!exports.hasPgbench())
    return {
      command: [process.execPath, path.join(__dirname, 'servers/driver.js')],
      env: {
        ...{ DATABASE_URL: databaseUrl, BENCH_SCRIPT: file, BENCH_VARIABLES: JSON.stringify(variables) },
        ...{ BENCH_CLIENTS: String(CLIENTS), BENCH_TRANSACTIONS: String(transactions) },
      },
    };
  const given = Object.entries(variables).flatMap(([key, value]) => ['-D', `${key}=${value}`]);
  const size = ['-c', CLIENTS, '-j', 1, '-t', transactions].map(String);
  return { command: ['pgbench', '-n', '-M', 'prepared', ...size, '-f', file, ...given, databaseUrl], env: {} };
};

/** A reference for `compare`, with `more` times as many transactions as requests, since each is short. */
exports.pgbench = ({ databaseUrl, environment }, name, { script, variables = {}, more = 10 }) => {
  const file = path.join(environment.DATA_DIR, `${name}.sql`);
  writeFileSync(file, script);
  const run = (transactions) => {
    const { command, env } = commandOf(databaseUrl, file, variables, transactions);
    return execFileSync('bash', ['-c', '"$@" >/dev/null && times', 'bash', ...command], {
      env: { ...process.env, ...env, PGOPTIONS: SETTINGS },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).toString();
  };
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
exports.CLIENTS = CLIENTS;

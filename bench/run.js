/**
 * `npm run bench [-- --only page,hello] [-- --rounds 7] [-- --users 100000] [-- --requests 1] [-- --out FILE]`: what the service costs, relative
 * to the same work written by hand. See docs/performance.md.
 */
'use strict';
const { mkdirSync, writeFileSync } = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { createWorld, fill, undoAll } = require('./world');

const METRICS = {
  ...require('./metrics/requests'),
  ...require('./metrics/refresh'),
  ...require('./metrics/sign-in'),
  ...require('./metrics/scale'),
  ...require('./metrics/lists'),
};

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(METRICS).join(',') },
    rounds: { type: 'string', default: '7' },
    users: { type: 'string', default: '100000' },
    sessions: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '1' },
    out: { type: 'string', default: path.join(__dirname, 'results', `${Date.now()}.json`) },
  },
});
const [rounds, users, sessions, scale] = ['rounds', 'users', 'sessions', 'requests'].map((name) =>
  Number(options[name]),
);
const wanted = options.only.split(',');
const unknown = wanted.filter((name) => !METRICS[name]);
if (unknown.length > 0 || !(rounds >= 1 && users >= 100 && sessions >= 100 && scale > 0)) {
  if (unknown.length > 0) console.error(`unknown metric ${unknown[0]}; available: ${Object.keys(METRICS).join(', ')}`);
  else
    console.error(
      '--rounds must be at least 1, --users and --sessions at least 100, --requests (a factor) more than 0',
    );
  process.exit(1);
}

const machine = async (client) => ({
  cores: os.cpus().length,
  memory: `${Math.round(os.totalmem() / 2 ** 30)} GiB`,
  node: process.version,
  postgres: (await client.query('show server_version')).rows[0].server_version,
});

const shown = ({ value, low, high, ratios }, { digits = 2 }) => {
  const number = (one) => one.toFixed(one < 0.1 ? digits + 2 : digits);
  if (low === null || low === undefined) return `${number(value)} ×`;
  return `${number(value)} × [${number(low)} – ${number(high)}]${high / low > 1.1 ? ', wider than ± 5 %' : ''} (${ratios.length} rounds)`;
};

const write = (result) => {
  mkdirSync(path.dirname(options.out), { recursive: true });
  writeFileSync(options.out, `${JSON.stringify(result, null, 2)}\n`);
};

const main = async () => {
  const world = Object.assign(await createWorld(), { rounds, scale, sessions, users });
  await world.server.stop();
  await fill(world, { users });
  const about = { at: new Date().toISOString().slice(0, 10), machine: await machine(world.client), users, sessions };
  const results = {};
  for (const key of wanted) {
    const { name, goal, run, digits } = METRICS[key];
    const result = { name, goal, ...(await run(world)), load: os.loadavg()[0] };
    results[key] = result;
    console.log(`${name.padEnd(44)} | ${shown(result, { digits })} | ${goal}`);
    for (const line of result.notes ?? []) console.log(`    ${line}`);
    write({ ...about, results });
  }
};

main()
  .then(() => console.log(`Written to ${path.relative(process.cwd(), options.out)}`))
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(async () => {
    await undoAll();
    process.exit();
  });

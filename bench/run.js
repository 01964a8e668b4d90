/**
 * `npm run bench [-- --quick] [-- --only page,hello,introspection,rules,naive] [-- --rounds 7] [-- --users 100000]`: the CPU cost of the service
 * relative to a hand-written equivalent. See docs/performance.md.
 */
'use strict';
const { execFileSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const os = require('node:os');
const path = require('node:path');
const { parseArgs } = require('node:util');
const pg = require('pg');
const { built } = require('./built');
const { startEmbeddedPostgres } = require(built('database/embedded'));
const { answer, measure, start } = require('./leg');
const { HELLO_BODY, PAGE_BODY } = require('./queries');

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', default: 'page,hello,introspection,rules,naive' },
    rounds: { type: 'string' },
    users: { type: 'string' },
    requests: { type: 'string', default: '1' },
  },
});
const quick = options.quick;
const rounds = Number(options.rounds ?? (quick ? 1 : 7));
const users = Number(options.users ?? (quick ? 1_000 : 100_000));
const scale = quick ? 0.1 : Number(options.requests);
if (!(rounds >= 1 && users >= 100 && scale > 0)) {
  console.error('--rounds must be at least 1, --users at least 100, --requests (a factor) more than 0');
  process.exit(1);
}

/** The two-sided 97.5 % quantile of Student's t for 1 to 12 degrees of freedom; about 2.1 after that. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179];

/** Geometric mean and its 95 % confidence interval. */
const summary = (ratios) => {
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  if (logs.length < 2) return { value: Math.exp(mean), low: NaN, high: NaN };
  const deviation = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (logs.length - 1));
  const half = ((T[logs.length - 2] ?? 2.1) * deviation) / Math.sqrt(logs.length);
  return { value: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
};

const undo = [];
// Exiting through `exit` also ends the servers and the embedded PostgreSQL.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

const main = async () => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'castellan-bench-'));
  undo.push(() => rmSync(work, { recursive: true, force: true }));
  let databaseUrl = process.env.BENCH_DATABASE_URL;
  if (!databaseUrl) {
    const embedded = await startEmbeddedPostgres({
      dataDir: work,
      durable: false,
      settings: { shared_buffers: '512MB', autovacuum: 'off', jit: 'off' },
    });
    undo.push(() => embedded.stop());
    databaseUrl = embedded.url;
  } else databaseUrl = await freshDatabase(databaseUrl);
  const environment = { DATABASE_URL: databaseUrl, DATA_DIR: work, DATABASE_POOL_SIZE: '10' };
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  undo.push(() => client.end());
  const backends = async () =>
    (
      await client.query(
        `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      )
    ).rows.map(({ pid }) => pid);

  // All starts of the service use the same port, so that responses contain the same public URL.
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const service = { ...environment, PORT: String(port) };
  const first = await start(built('main.js'), service);
  const credentials = JSON.parse(readFileSync(path.join(work, 'bootstrap.json'), 'utf8')).client;
  const basic = `Basic ${Buffer.from(`${credentials.client_id}:${credentials.client_secret}`).toString('base64')}`;
  const form = { 'content-type': 'application/x-www-form-urlencoded', authorization: basic };
  const grant = 'grant_type=client_credentials&scope=admin';
  const issued = JSON.parse(await answer(publicUrl, { path: '/oidc/token', headers: form, body: grant }));
  await first.stop();
  const seed = [built('tools/seed.js'), '--users', String(users), '--devices', '2', '--database-url', databaseUrl];
  execFileSync(process.execPath, seed, { stdio: 'inherit', cwd: path.resolve(__dirname, '..') });

  const json = { 'content-type': 'application/json', authorization: `Bearer ${issued.access_token}` };
  const page = { path: '/graphql', headers: json, body: PAGE_BODY };
  const hello = { path: '/graphql', headers: { 'content-type': 'application/json' }, body: HELLO_BODY };
  const introspection = { path: '/oidc/introspect', headers: form, body: `token=${issued.access_token}` };

  const statements = await statementsOf({ ...environment, PUBLIC_URL: publicUrl }, page, client);
  const real = () => start(built('main.js'), service);
  const byHand = () =>
    start('bench/servers/by-hand.js', {
      ...environment,
      PUBLIC_URL: publicUrl,
      BENCH_STATEMENTS: JSON.stringify(statements),
    });
  const endpoint = (rules) => () =>
    start('bench/servers/endpoint.js', { ...environment, PUBLIC_URL: publicUrl, BENCH_RULES: rules });

  const metrics = {
    page: { name: '1 page ÷ R1', goal: 2.2, a: real, b: byHand, request: page, count: 300 },
    hello: {
      name: '2 hello ÷ H',
      goal: 1.5,
      a: real,
      b: () => start('bench/servers/hello.js', {}),
      request: hello,
      count: 3_000,
    },
    introspection: {
      name: '3 introspection ÷ R1',
      goal: 0.8,
      a: real,
      b: byHand,
      request: introspection,
      count: 1_000,
      normal: introspected,
    },
    rules: {
      name: '11 page with rules ÷ without',
      goal: 1.02,
      a: endpoint('on'),
      b: endpoint('off'),
      request: page,
      count: 300,
    },
    naive: {
      name: 'N: the naive page ÷ R1',
      a: () => start('bench/servers/naive.js', environment),
      b: byHand,
      request: page,
      count: 300,
    },
  };
  const results = {};
  for (const key of options.only.split(',')) {
    if (!metrics[key]) throw new Error(`unknown metric ${key}; available: ${Object.keys(metrics).join(', ')}`);
    results[key] = await compare(metrics[key], backends);
  }
  return { users, rounds, statements: statements.length, results };
};

/** A separate database on the server of BENCH_DATABASE_URL, which must be on this machine because its CPU time is read from /proc. */
const freshDatabase = async (server) => {
  const name = `castellan_bench_${process.pid}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  undo.push(async () => {
    await client.query(`drop database ${name} with (force)`);
    await client.end();
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

/** Deterministic measures: the statements of the page, and how many blocks the database touched for it. */
const STATEMENTS = 4;
const BLOCKS = 1_500;
const statementsOf = async (environment, page, client) => {
  const server = await start('bench/servers/endpoint.js', environment, true);
  const sent = () =>
    new Promise((resolve) => {
      server.child.once('message', resolve);
      server.child.send('statements');
    });
  const blocks = async () => {
    await client.query('select pg_stat_force_next_flush()');
    const { rows } = await client.query(
      'select blks_hit + blks_read as blocks from pg_stat_database where datname = current_database()',
    );
    return Number(rows[0].blocks);
  };
  const text = await answer(server.url, page);
  await answer(server.url, page);
  await sent();
  await answer(server.url, page);
  const statements = await sent();
  await server.stop();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const before = await blocks();
  const again = await start('bench/servers/endpoint.js', environment);
  for (let asked = 0; asked < 10; asked += 1) await answer(again.url, page);
  await again.stop();
  await new Promise((resolve) => setTimeout(resolve, 300));
  const touched = Math.round(((await blocks()) - before) / 10);
  console.log(
    `The page: ${text.length} bytes, ${statements.length} statements, ${touched} blocks (including the connection).`,
  );
  if (statements.length !== STATEMENTS)
    throw new Error(
      `the page took ${statements.length} statements instead of ${STATEMENTS}:\n${statements.join('\n')}`,
    );
  if (touched > BLOCKS) throw new Error(`the page touched ${touched} blocks; expected at most ${BLOCKS}`);
  return statements;
};

/** Introspection responses have no defined key order. */
const introspected = (text) => JSON.stringify(Object.entries(JSON.parse(text)).sort(([a], [b]) => (a < b ? -1 : 1)));

const compare = async ({ name, goal, a, b, request, count, normal = (text) => text.trim() }, backends) => {
  const size = { warm: Math.ceil(count * scale * 0.6), count: Math.ceil(count * scale) };
  const answers = [];
  for (const make of [a, b]) {
    const server = await make();
    await answer(server.url, request);
    await answer(server.url, request);
    answers.push(normal(await answer(server.url, request)));
    await server.stop();
  }
  if (answers[0] !== answers[1]) throw new Error(`${name}: the responses differ:\n${answers.join('\n')}`);
  const ratios = [];
  const legs = [];
  for (let round = 0; round < rounds; round += 1) {
    const cost = [];
    for (const make of [a, b, b, a]) {
      const server = await make();
      cost.push(await measure(server, request, size, backends));
      await server.stop();
    }
    const [a1, b1, b2, a2] = cost.map(({ node, postgres }) => node + postgres);
    legs.push(cost);
    ratios.push(Math.sqrt((a1 * a2) / (b1 * b2)));
    if (process.env.BENCH_VERBOSE) console.log(name, ratios.at(-1).toFixed(3), JSON.stringify(cost));
  }
  const { value, low, high } = summary(ratios);
  const interval = quick ? 'not measured' : `[${low.toFixed(3)} – ${high.toFixed(3)}]`;
  console.log(
    `${name.padEnd(30)} | ${quick ? 'equal responses' : `${value.toFixed(3)} ×`} | ${interval} | ${goal === undefined ? 'for comparison' : `≤ ${goal}`}`,
  );
  return { name, goal, value, low, high, ratios, legs };
};

main()
  .then((result) => {
    if (quick) return;
    mkdirSync(path.join(__dirname, 'results'), { recursive: true });
    const file = path.join(__dirname, 'results', `${Date.now()}.json`);
    writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), ...result }, null, 2)}\n`);
    console.log(`Written to ${path.relative(process.cwd(), file)}`);
  })
  .catch((error) => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
    process.exit();
  });

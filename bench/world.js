/**
 * What is measured: a database of its own, filled with `npm run seed`, a service on it, and who calls it. Everything is removed at the end, in
 * reverse order.
 */
'use strict';
const { execFileSync } = require('node:child_process');
const { mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { createServer } = require('node:net');
const os = require('node:os');
const path = require('node:path');
const pg = require('pg');
const { built } = require('./built');
const { addNotLive, newId } = require('./not-live');
const { answer, start } = require('./leg');
const { FORM, JSON_TYPE, pageSince } = require('./queries');
const { startEmbeddedPostgres } = require(built('database/embedded'));
const { signIn } = require(built('tools/oidc-flow'));

const ROOT = path.resolve(__dirname, '..');
const SETTINGS = {
  shared_buffers: '512MB',
  autovacuum: 'off',
  jit: 'off',
  max_wal_size: '8GB',
  wal_compression: 'off',
};
const REDIRECT_URI = 'http://127.0.0.1:9/callback';
const PASSWORD = 'correct horse battery staple';

const undo = [];
exports.undo = undo;
exports.undoAll = async () => {
  for (let last = undo.pop(); last; last = undo.pop()) await last();
};
// Exiting through `exit` also ends the servers and the embedded PostgreSQL.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));

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

const openDatabase = async (work) => {
  if (process.env.BENCH_DATABASE_URL) return freshDatabase(process.env.BENCH_DATABASE_URL);
  const embedded = await startEmbeddedPostgres({ dataDir: work, durable: false, settings: SETTINGS });
  undo.push(() => embedded.stop());
  return embedded.url;
};

/** An empty database with a service on it, its first clients, and one user who signs in. `counted` starts the service with its statements counted. */
exports.createWorld = async ({ counted = false } = {}) => {
  const work = mkdtempSync(path.join(os.tmpdir(), 'castellan-bench-'));
  undo.push(() => rmSync(work, { recursive: true, force: true }));
  const databaseUrl = await openDatabase(work);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  undo.push(() => client.end());

  // All starts of the service use the same port, so that responses contain the same public URL.
  const port = await freePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const environment = { DATABASE_URL: databaseUrl, DATA_DIR: work, DATABASE_POOL_SIZE: '10', SHUTDOWN_DELAY: '0' };
  const service = { ...environment, PORT: String(port) };
  const server = await start(counted ? 'bench/servers/counted.js' : built('main.js'), service, counted);
  undo.push(() => server.stop());
  const { client: machine } = JSON.parse(readFileSync(path.join(work, 'bootstrap.json'), 'utf8'));
  const basic = basicOf(machine.client_id, machine.client_secret);
  const grant = { path: '/oidc/token', headers: { ...FORM, authorization: basic } };
  const { access_token: machineToken } = JSON.parse(
    await answer(publicUrl, { ...grant, body: 'grant_type=client_credentials&scope=admin' }),
  );
  const world = {
    ...{ client, databaseUrl, publicUrl, environment: { ...environment, PUBLIC_URL: publicUrl }, service },
    ...{ server, machine, basic, machineToken, graphql: (text, variables) => graphql(world, text, variables) },
  };
  world.application = await addApplication(world);
  world.person = await addPerson(world, 'bench-person');
  const { tokens } = await signInAs(world, 'bench-person');
  world.userToken = tokens.access_token;
  return world;
};

const basicOf = (id, secret) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
exports.basicOf = basicOf;

const graphql = async ({ publicUrl, machineToken }, query, variables) => {
  const headers = { ...JSON_TYPE, authorization: `Bearer ${machineToken}` };
  const text = await answer(publicUrl, { path: '/graphql', headers, body: JSON.stringify({ query, variables }) });
  const { data } = JSON.parse(text);
  for (const payload of Object.values(data)) if (payload?.errors?.length) throw new Error(text);
  return data;
};

const addApplication = async (world) => {
  const input = {
    ...{ name: 'Benchmark', kind: 'WEB', redirectUris: [REDIRECT_URI], firstParty: true },
    scopes: ['openid', 'offline_access', 'self', 'account', 'admin'],
  };
  const { createApplication } = await world.graphql(
    `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { application { id clientId } clientSecret errors { code message } } }`,
    { input },
  );
  const { clientId, id } = createApplication.application;
  return { id, issuer: `${world.publicUrl}/oidc`, clientId, clientSecret: createApplication.clientSecret };
};

const addPerson = async (world, username) => {
  const { createUser } = await world.graphql(
    `mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code message } } }`,
    { input: { username, password: PASSWORD } },
  );
  return createUser.user.id;
};

/** Users who can sign in, with the password of the first one. */
exports.addPeople = async ({ client }, count) => {
  const { rows } = await client.query(
    `with person as (
       insert into users (id, username, username_key, created_at, updated_at)
       select id, 'person-' || id, 'person-' || id, now(), now() from unnest($1::uuid[]) id returning id, username),
     known as (
       insert into passwords (id, user_id, hash, changed_at) select gen_random_uuid(), person.id, p.hash, now()
       from person cross join (select p.hash from passwords p join users u on u.id = p.user_id where u.username = 'bench-person') p)
     select username from person`,
    [Array.from({ length: count }, newId)],
  );
  return rows.map(({ username }) => username);
};

exports.signInOptions = ({ application }, username) => ({
  ...{ ...application, redirectUri: REDIRECT_URI, username, password: PASSWORD, scope: 'openid offline_access' },
});
const signInAs = (world, username) => signIn(exports.signInOptions(world, username));
exports.signInAs = signInAs;

/** Brings the number of seeded users to this, and adds sessions and tokens that are not live, once. */
exports.fill = async (world, { users, sessions = 2 }) => {
  const sizes = ['--users', String(users), '--devices', '2', '--sessions', String(sessions)];
  execFileSync(process.execPath, [built('tools/seed.js'), ...sizes, '--database-url', world.databaseUrl], {
    stdio: process.env.BENCH_VERBOSE ? 'inherit' : ['ignore', 'ignore', 'inherit'],
    cwd: ROOT,
  });
  world.tokens ??= await addNotLive(world);
  // Whoever signed in for the benchmark is not on the page.
  await world.client.query("update users set last_login_at = null where username ~ '^(person-|bench-)'");
  await world.client.query('vacuum (analyze)');
};

/** The requests of the metrics. */
exports.requestsOf = ({ basic, application, machineToken, userToken, tokens }) => {
  const asMachine = { ...JSON_TYPE, authorization: `Bearer ${machineToken}` };
  const asClient = { ...FORM, authorization: basic };
  const introspect = (token) => ({ path: '/oidc/introspect', headers: asClient, body: `token=${token}` });
  return {
    page: { path: '/graphql', headers: asMachine, body: pageSince('2020-01-01T00:00:00.000Z') },
    notLive: { path: '/graphql', headers: asMachine, body: pageSince('2018-01-01T00:00:00.000Z') },
    introspectMachine: introspect(machineToken),
    introspectUser: introspect(userToken),
    introspectEach: Object.entries(tokens).map(([name, value]) => ({ name, ...introspect(value) })),
    userinfo: { path: '/oidc/userinfo', headers: { ...FORM, authorization: `Bearer ${userToken}` }, body: '' },
    applicationBasic: basicOf(application.clientId, application.clientSecret),
  };
};

/** Refresh over HTTP, against what it does in PostgreSQL, run by pgbench in one statement and in one statement per step. */
'use strict';
const { createHash } = require('node:crypto');
const { built } = require('../built');
const { compare } = require('../compare');
const { start } = require('../leg');
const { CLIENTS, hasPgbench, pgbench } = require('../pgbench');
const { FORM } = require('../queries');
const { refreshScripts } = require('../servers/refresh-sql');
const { addPeople, requestsOf, signInAs } = require('../world');

/** Refresh tokens of people who have just signed in, by the number of the connection or client that uses them. */
const signInPeople = async (world) => {
  const server = await start(built('main.js'), world.service);
  const chains = [];
  for (const name of await addPeople(world, 2 * CLIENTS))
    chains.push((await signInAs(world, name)).tokens.refresh_token);
  await server.stop();
  return { service: chains.slice(0, CLIENTS), reference: chains.slice(CLIENTS) };
};

const hashOf = (value) => createHash('sha256').update(value).digest();

/** pgbench reads its first refresh tokens from a table, once for each client and run. */
const addChains = async (client, tokens) => {
  await client.query('create table bench_chains (client int primary key, hash bytea not null, family_id uuid)');
  for (const [n, token] of tokens.entries())
    await client.query('insert into bench_chains select $1, hash, family_id from tokens where hash = $2', [
      n,
      hashOf(token),
    ]);
};
const TO_THE_NEWEST = `update bench_chains b set hash = (select t.hash from tokens t
  where t.family_id = b.family_id and t.kind = 'REFRESH' and t.consumed_at is null)`;

/** An id in the order of time, before PostgreSQL 18 too. */
const UUID = `(lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid`;
const uuidOf = async (client) =>
  (await client.query(`select current_setting('server_version_num')::int >= 180000 as has`)).rows[0].has
    ? 'uuidv7()'
    : UUID;

/** Throughput for the same CPU time: how much of the reference's the service reaches. */
const inverted = ({ value, low, high, ratios, milliseconds }) => ({
  ...{
    value: 1 / value,
    low: low && 1 / high,
    high: high && 1 / low,
    ratios: ratios.map((ratio) => 1 / ratio),
    milliseconds,
  },
  notes: [
    `costs ${value.toFixed(2)} × as much CPU time as the reference`,
    ...(hasPgbench() ? [] : ['pgbench is not installed: the reference ran with pg, which costs more']),
  ],
});

let prepared;
const prepare = async (world) => {
  const chains = await signInPeople(world);
  await addChains(world.client, chains.reference);
  return { chains: chains.service, scripts: refreshScripts(await uuidOf(world.client)) };
};

const refresh = (kind) => async (world) => {
  prepared ??= prepare(world);
  const { chains, scripts } = await prepared;
  const headers = { ...FORM, authorization: requestsOf(world).applicationBasic };
  const request = async (connection, ask) => {
    const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: chains[connection] }).toString();
    chains[connection] = JSON.parse(await ask({ path: '/oidc/token', headers, body })).refresh_token;
  };
  const { clientId, clientSecret } = world.application;
  const variables = { app: clientId, secret: hashOf(clientSecret).toString('hex'), started: 0 };
  const reference = pgbench(world, kind, { script: scripts[kind], variables });
  const b = async () => {
    await world.client.query(TO_THE_NEWEST);
    return reference();
  };
  return inverted(await compare({ a: () => start(built('main.js'), world.service), b, request, count: 800 }, world));
};

module.exports = {
  'refresh-one': { name: '9 refresh ÷ PB-one, throughput', goal: '≥ 0.6', run: refresh('one') },
  'refresh-steps': { name: '9 refresh ÷ PB, throughput', goal: '≥ 0.8', run: refresh('steps') },
};

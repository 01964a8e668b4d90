/** What must not grow with the amount of data: ending many sessions, reading on deep in a list, searching for a part of a name. */
'use strict';
const { cpuOf, postgresCpu } = require('../cpu');
const { answer, start } = require('../leg');
const { JSON_TYPE } = require('../queries');
const { encodeId } = require('../servers/base32');
const { summary } = require('../compare');
const { newId } = require('../not-live');

/** Graphql with the CPU time that it took, in the service and in PostgreSQL. */
const asker = (world, server) => {
  const headers = { ...JSON_TYPE, authorization: `Bearer ${world.machineToken}` };
  const postgres = postgresCpu(world.client);
  return async (query, variables) => {
    const body = JSON.stringify({ query, variables });
    const [before, node, began] = [await postgres(), cpuOf(server.child.pid), performance.now()];
    const { data } = JSON.parse(await answer(world.publicUrl, { path: '/graphql', headers, body }));
    const milliseconds = performance.now() - began;
    return { data, milliseconds, cpu: cpuOf(server.child.pid) - node + (await postgres()) - before };
  };
};

const served = async (world, work) => {
  const server = await start('bench/servers/counted.js', world.service, true);
  try {
    return await work(asker(world, server), server);
  } finally {
    await server.stop();
  }
};

const COLUMNS = `id, uid, cookie_hash, user_id, user_epoch, platform, os, ip, created_at, authenticated_at, last_seen_at, expires_at`;

/** A user with so many live sessions. */
const addCrowd = async (client, sessions) => {
  const id = newId();
  await client.query(
    `insert into users (id, username, username_key, created_at, updated_at) values ($1::uuid, 'crowd-' || $1, 'crowd-' || $1, now(), now())`,
    [id],
  );
  await client.query(
    `insert into sessions (${COLUMNS})
     select (lpad(to_hex((extract(epoch from t.at) * 1000)::bigint), 12, '0') || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
       gen_random_uuid()::text, uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()), $1, 0, 'WEB', 'Linux', '203.0.113.9', t.at, t.at, t.at, now() + interval '30 days'
     from generate_series(1, $2::int) n cross join lateral (select now() - interval '20 days' + n * interval '1 second' as at) t`,
    [id, sessions],
  );
  await client.query('analyze sessions');
  return id;
};

const END = `mutation ($id: ID!) { revokeAllSessions(input: { userId: $id }) { revocation { id } errors { code message } } }`;
const LISTS = {
  'the list of active ones': `query ($id: ID!) { sessions(first: 20, filter: { userId: $id, status: [ACTIVE] }) { nodes { id } } }`,
  'the list of ended ones': `query ($id: ID!) { sessions(first: 20, filter: { userId: $id, status: [ENDED] }) { nodes { id } } }`,
  'the number of active ones': `query ($id: ID!) { sessions(first: 1, filter: { userId: $id, status: [ACTIVE] }) { totalCount } }`,
};

/** Ends all sessions of one user, and what one UPDATE of them costs. The lists are read at once, while the items of the receipt are still written. */
const endMany = (world) =>
  served(world, async (ask) => {
    const rounds = Math.min(world.rounds, 3);
    const ratios = [];
    const lists = {};
    for (let n = 0; n < 6; n += 1) await ask(END, { id: encodeId('usr', await addCrowd(world.client, 5)) });
    for (let round = 0; round < rounds; round += 1) {
      const user = await addCrowd(world.client, world.sessions);
      const { pid } = (await world.client.query('select pg_backend_pid() as pid')).rows[0];
      await world.client.query('begin');
      const before = cpuOf(pid);
      await world.client.query(
        `update sessions set ended_at = now(), end_reason = 'REVOKED', revocation_id = $2, tokens_ended_at = now() where user_id = $1`,
        [user, newId()],
      );
      const update = cpuOf(pid) - before;
      await world.client.query('rollback');
      await world.client.query('vacuum sessions');
      const id = encodeId('usr', user);
      const { data, cpu } = await ask(END, { id });
      if (data.revokeAllSessions.errors.length > 0) throw new Error(JSON.stringify(data));
      ratios.push(cpu / update);
      for (const [name, query] of Object.entries(LISTS)) {
        const { milliseconds, data: found } = await ask(query, { id });
        (lists[name] ??= []).push({ milliseconds, found: found.sessions.nodes?.length ?? found.sessions.totalCount });
      }
    }
    const notes = Object.entries(lists).map(([name, asked]) => {
      const times = asked.map(({ milliseconds }) => `${Math.round(milliseconds)} ms`).join(', ');
      return `${name}, directly after: ${times} (${asked.at(-1).found} found)`;
    });
    return { ...summary(ratios), ratios, lists, notes: [`of ${world.sessions} sessions`, ...notes] };
  });

/** CPU time of two questions in turn. */
const alternate = async (ask, rounds, [a, b]) => {
  for (const one of [a, b]) for (let n = 0; n < 6; n += 1) await ask(...one);
  const ratios = [];
  for (let round = 0; round < rounds; round += 1) {
    const cost = [];
    for (const one of [a, b, b, a]) {
      let sum = 0;
      for (let n = 0; n < 10; n += 1) sum += (await ask(...one)).cpu;
      cost.push(sum);
    }
    ratios.push(Math.sqrt((cost[0] * cost[3]) / (cost[1] * cost[2])));
  }
  return { ...summary(ratios), ratios };
};

/** The page after nine tenths of all users, against the first. */
const deepPage = (world) =>
  served(world, async (ask) => {
    const PAGE = `query ($after: String) { users(first: 20, after: $after) { nodes { id } pageInfo { endCursor } } }`;
    const { data } = await ask(PAGE, { after: null });
    const { rows } = await world.client.query(
      `select id from users order by id desc offset (select count(*) * 9 / 10 from users) limit 1`,
    );
    // The cursor of the first page, with the id of a row far behind it.
    const cursor = Buffer.from(data.users.pageInfo.endCursor, 'base64url').toString();
    const first = (await world.client.query('select id from users order by id desc offset 19 limit 1')).rows[0].id;
    if (!cursor.includes(first)) throw new Error(`a cursor holds no id: ${cursor}`);
    const after = Buffer.from(cursor.replaceAll(first, rows[0].id)).toString('base64url');
    return alternate(ask, world.rounds, [
      [PAGE, { after }],
      [PAGE, { after: null }],
    ]);
  });

/** A search that finds one user, against the scan that it would take without an index. */
const search = (text) => (world) =>
  served(world, async (ask) => {
    const SEARCH = `query ($text: String!) { users(first: 20, filter: { search: $text }) { nodes { id } } }`;
    const { client } = world;
    const { pid } = (await client.query('select pg_backend_pid() as pid')).rows[0];
    const scan = async () => {
      const before = cpuOf(pid);
      await client.query(`select count(*) from users where search like '%' || $1 || '%'`, [text]);
      return cpuOf(pid) - before;
    };
    await client.query(
      'set enable_indexscan = off; set enable_bitmapscan = off; set max_parallel_workers_per_gather = 0',
    );
    for (let n = 0; n < 7; n += 1) await ask(SEARCH, { text });
    const ratios = [];
    for (let round = 0; round < world.rounds; round += 1) {
      const [s1, q1, q2, s2] = [
        await scan(),
        (await ask(SEARCH, { text })).cpu,
        (await ask(SEARCH, { text })).cpu,
        await scan(),
      ];
      ratios.push(Math.sqrt((q1 * q2) / (s1 * s2)));
    }
    await client.query('reset enable_indexscan; reset enable_bitmapscan; reset max_parallel_workers_per_gather');
    return { ...summary(ratios), ratios };
  });

module.exports = {
  'end-many': { name: '5 end all sessions of a user ÷ one UPDATE', goal: '≤ 0.001', run: endMany, digits: 3 },
  'deep-page': { name: '6 deep page ÷ first', goal: '≤ 1.1', run: deepPage },
  'search-rare': { name: '8 search, one match ÷ scan', goal: '≤ 0.01', run: search('seed-000000042') },
  'search-short': { name: '8 search, two letters ÷ scan', goal: '≤ 0.01', run: search('zq') },
};

/** What a whole sign-in costs besides the check of the password, and what introspection notices while many people sign in. */
'use strict';
const http = require('node:http');
const { built } = require('../built');
const { compare, summary } = require('../compare');
const { answer, start } = require('../leg');
const { addPeople, requestsOf, signInOptions } = require('../world');
const { authorize } = require(built('tools/oidc-flow'));

/** Through all pages, from the authorization request to the code. Each time it is somebody else. */
const signIn = async (world) => {
  const count = 60;
  const people = await addPeople(world, Math.ceil(count * world.scale * 4 * world.rounds) + 100);
  const request = () => authorize(signInOptions(world, people.pop()));
  const requestOfB = { path: '/', headers: {}, body: '' };
  const a = () => start(built('main.js'), world.service);
  return compare({ a, b: () => start('bench/servers/hash.js', {}), request, requestOfB, count }, world);
};

const percentile = (times, p) => times.toSorted((a, b) => a - b)[Math.ceil((times.length * p) / 100) - 1];

/** The 99th percentile of the response times of one request at a time. */
const latency = async (world, request, count) => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  const times = [];
  for (let n = 0; n < count; n += 1) {
    const began = performance.now();
    await answer(world.publicUrl, request, agent);
    times.push(performance.now() - began);
  }
  agent.destroy();
  return percentile(times, 99);
};

const storm = async (world) => {
  const request = requestsOf(world).introspectUser;
  const count = Math.ceil(500 * world.scale);
  const server = await start(built('main.js'), world.service);
  const ratios = [];
  try {
    await latency(world, request, count);
    for (let round = 0; round < world.rounds; round += 1) {
      const before = await latency(world, request, count);
      const people = await addPeople(world, 1_500);
      const load = await start('bench/storm.js', {
        BENCH_OPTIONS: JSON.stringify(signInOptions(world, null)),
        BENCH_PEOPLE: people.join(),
      });
      await latency(world, request, 20);
      const during = await latency(world, request, count);
      await load.stop();
      const after = await latency(world, request, count);
      ratios.push(during / Math.sqrt(before * after));
    }
  } finally {
    await server.stop();
  }
  return { ...summary(ratios), ratios };
};

module.exports = {
  'sign-in': { name: '10 whole sign-in ÷ bare hash', goal: '≤ 1.3', run: signIn },
  storm: { name: '10 introspection p99, sign-in storm ÷ alone', goal: '≤ 1.5', run: storm },
};

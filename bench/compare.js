/** Two servers side by side: equal answers first, then their cost in legs A B B A, as a ratio with its 95 % interval. */
'use strict';
const { postgresCpu } = require('./cpu');
const { ask, measure } = require('./leg');

/** The two-sided 97.5 % quantile of Student's t for 1 to 12 degrees of freedom; about 2.1 after that. */
const T = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179];

/** Geometric mean and its 95 % confidence interval; null with one value. */
exports.summary = (ratios) => {
  const logs = ratios.map(Math.log);
  const mean = logs.reduce((a, b) => a + b, 0) / logs.length;
  if (logs.length < 2) return { value: Math.exp(mean), low: null, high: null };
  const deviation = Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (logs.length - 1));
  const half = ((T[logs.length - 2] ?? 2.1) * deviation) / Math.sqrt(logs.length);
  return { value: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
};

/** Members of a JSON object have no order. */
const normal = (text) => {
  const value = JSON.parse(text);
  return 'data' in value ? text.trim() : JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Fails unless both servers answer each of these requests alike. */
exports.sameAnswers = async (a, b, requests) => {
  for (const request of requests) {
    // More than five times, after which PostgreSQL may choose another plan.
    for (let n = 0; n < 6; n += 1) await ask(undefined, a.url, request);
    const [one, other] = [await ask(undefined, a.url, request), await ask(undefined, b.url, request)];
    if (one.status === other.status && normal(one.text) === normal(other.text)) continue;
    const shown = [one, other].map(({ status, text }) => `${status} ${text}`).join('\n');
    throw new Error(`the answers differ${request.name ? ` (${request.name})` : ''}:\n${shown}`);
  }
};

/** How often the cost of one goes into that of the other. */
exports.compare = async ({ a, b, request, requestOfB = request, count, same = [] }, { client, rounds, scale }) => {
  const size = { warm: Math.ceil(count * scale * 0.6), count: Math.ceil(count * scale) };
  const postgres = postgresCpu(client);
  if (same.length > 0) {
    const [one, other] = [await a(), await b()];
    await exports.sameAnswers(one, other, same);
    await Promise.all([one.stop(), other.stop()]);
  }
  const ratios = [];
  const legs = [];
  for (let round = 0; round < rounds; round += 1) {
    const cost = [];
    for (const [make, asked] of [
      [a, request],
      [b, requestOfB],
      [b, requestOfB],
      [a, request],
    ]) {
      const server = await make();
      cost.push(await (server.measure ? server.measure(size, postgres) : measure(server, asked, size, postgres)));
      await server.stop();
    }
    const [a1, b1, b2, a2] = cost.map(({ node, postgres }) => node + postgres);
    legs.push(cost);
    ratios.push(Math.sqrt((a1 * a2) / (b1 * b2)));
    if (process.env.BENCH_VERBOSE) console.log(ratios.at(-1).toFixed(3), JSON.stringify(cost));
  }
  return { ...exports.summary(ratios), ratios, ...costs(legs) };
};

/** Mean CPU milliseconds per request of both: in the server and in PostgreSQL. */
const costs = (legs) => {
  const mean = (of) => Number((legs.reduce((sum, leg) => sum + of(leg), 0) / legs.length).toFixed(4));
  const ofBoth = (i, j) => ({
    node: mean((leg) => (leg[i].node + leg[j].node) / 2),
    postgres: mean((leg) => (leg[i].postgres + leg[j].postgres) / 2),
  });
  return { milliseconds: { service: ofBoth(0, 3), reference: ofBoth(1, 2) } };
};

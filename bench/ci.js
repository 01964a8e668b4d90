/**
 * `npm run bench:ci [-- --small 1000] [-- --large 10000] [-- --write]`: counts what operations cost PostgreSQL, with two numbers of users. Fails if an
 * operation costs more than counters.json allows, or more with more users; \`--write\` writes the file anew. Nothing is timed.
 */
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { sameAnswers } = require('./compare');
const { count, statisticsOf } = require('./count');
const { start } = require('./leg');
const { operationsOf } = require('./operations');
const { createWorld, fill, requestsOf, undo, undoAll } = require('./world');

const FILE = path.join(__dirname, 'counters.json');
const { values: options } = parseArgs({
  options: {
    small: { type: 'string', default: '1000' },
    large: { type: 'string', default: '10000' },
    write: { type: 'boolean', default: false },
    statements: { type: 'string' },
  },
});
const sizes = [Number(options.small), Number(options.large)];

/** How much more than the ceiling, or than with fewer users, is still the same: pages split and index levels come, wherever rows land. */
const tolerance = { statements: [1, 0], roundTrips: [1, 0], blocks: [1.2, 12], wal: [1.2, 400] };
const exceeds = (field, value, limit) =>
  value !== null && limit !== null && value > limit * tolerance[field][0] + tolerance[field][1];

const countAll = async (world, server, statistics) => {
  const counters = {};
  for (const [name, operation] of Object.entries(await operationsOf(world))) {
    const { texts, ...counted } = await count(operation, server, statistics);
    if (options.statements === name) console.log(texts.join('\n\n'));
    counters[name] = counted;
  }
  return counters;
};

const FIELDS = Object.keys(tolerance);
const growing = (small, large) => FIELDS.filter((field) => exceeds(field, large[field], small[field]));

/** The ceilings: what was counted with more users. `grows` names what is known to grow with the number of users, which is a defect. */
const ceilingsOf = ([small, large]) =>
  Object.fromEntries(
    Object.entries(large).map(([name, counted]) => {
      const grows = growing(small[name], counted);
      return [name, { ...counted, ...(grows.length > 0 ? { grows } : {}) }];
    }),
  );

const faultsOf = ([small, large], ceilings) =>
  Object.entries(large).flatMap(([name, counted]) => {
    const ceiling = ceilings[name];
    if (!ceiling) return [`${name}: no ceiling`];
    const grown = growing(small[name], counted).filter((field) => !ceiling.grows?.includes(field));
    return [
      ...FIELDS.filter((field) => exceeds(field, counted[field], ceiling[field])).map(
        (field) => `${name}: ${counted[field]} ${field}, but at most ${ceiling[field]} are allowed`,
      ),
      ...grown.map(
        (field) =>
          `${name}: ${counted[field]} ${field} with ${sizes[1]} users, but ${small[name][field]} with ${sizes[0]}`,
      ),
    ];
  });

const print = ([small, large]) => {
  const row = (cells) =>
    console.log(
      cells
        .map((cell, n) =>
          String(cell ?? '-')
            .padStart(n === 0 ? 0 : 13)
            .padEnd(n === 0 ? 24 : 0),
        )
        .join(''),
    );
  row([`${sizes[0]} / ${sizes[1]} users`, ...FIELDS]);
  for (const name of Object.keys(large))
    row([name, ...FIELDS.map((field) => `${small[name][field] ?? '-'} / ${large[name][field] ?? '-'}`)]);
};

const compareAnswers = async (world) => {
  const expert = await start('bench/servers/expert.js', world.environment);
  const { page, notLive, introspectMachine, introspectUser, introspectEach } = requestsOf(world);
  await sameAnswers(world.server, expert, [page, notLive, introspectMachine, introspectUser, ...introspectEach]);
  await expert.stop();
  console.log('The service and R1* answer alike.');
};

const main = async () => {
  const world = await createWorld({ counted: true });
  const { server } = world;
  const statistics = await statisticsOf(world.databaseUrl, undo);
  const counters = [];
  for (const users of sizes) {
    await fill(world, { users });
    if (counters.length === 0) await compareAnswers(world);
    counters.push(await countAll(world, server, statistics));
  }
  await server.stop();
  print(counters);
  if (options.write) writeFileSync(FILE, `${JSON.stringify(ceilingsOf(counters), null, 2)}\n`);
  const faults = faultsOf(counters, JSON.parse(readFileSync(FILE, 'utf8')));
  if (faults.length > 0) throw new Error(faults.join('\n'));
  console.log('No operation costs more than it may.');
};

main()
  .catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(async () => {
    await undoAll();
    process.exit();
  });

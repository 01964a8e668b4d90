/** Each list of the schema, in each order, with each filter, with and without its number of items: the blocks that it reads, now and with ten times the users. */
'use strict';
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { buildSchema, getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType } = require('graphql');
const { statisticsOf } = require('../count');
const { ask, start } = require('../leg');
const { JSON_TYPE } = require('../queries');
const { encodeId } = require('../servers/base32');
const { fill, undo } = require('../world');

/** A list may read this many blocks more: index levels, and pages that are not in one place. */
const SPARE = 60;
const FACTOR = 1.2;

const schema = buildSchema(readFileSync(path.resolve(__dirname, '../../schema.graphql'), 'utf8'));
const lists = Object.values(schema.getQueryType().getFields()).filter(
  ({ type, args }) =>
    getNamedType(type).name.endsWith('Connection') && args.every((argument) => !isNonNullType(argument.type)),
);

/** Values of filters that are found in the data, by the name of the field. */
const samplesOf = async ({ client }) => {
  const { rows } = await client.query(
    `select s.id as session, s.user_id as "user", s.device_id as device, s.ip, f.application_id as application, u.username
     from sessions s join users u on u.id = s.user_id join token_families f on f.session_id = s.id
     where s.device_id is not null and u.username like 'seed-%' order by u.id offset 100 limit 1`,
  );
  const [row] = rows;
  const ids = {
    user: ['usr', row.user],
    session: ['ses', row.session],
    device: ['dev', row.device],
    application: ['app', row.application],
  };
  return { row, ids, middle: new Date(Date.now() - 90 * 86_400_000).toISOString() };
};
const STRINGS = {
  search: 'fatou',
  path: 'emea',
  appVersion: '4.1.0',
  osVersion: '26.1',
  action: 'disableUser',
  role: 'ADMIN',
};

const valuesOf = ({ name, type }, { row, ids, middle }) => {
  const named = getNamedType(type);
  const wrap = (value) => (isListType(type) ? [value] : value);
  if (isEnumType(named)) return named.getValues().map((value) => wrap(value.name));
  if (named.name === 'Boolean') return [true, false];
  if (named.name === 'DateTime') return [middle];
  if (named.name === 'AttributeCondition') return [wrap({ name: 'costCentre', equals: 7 })];
  if (named.name === 'ID') {
    const kind = Object.keys(ids).find((one) => name.toLowerCase().includes(one));
    return kind ? [wrap(encodeId(...ids[kind]))] : [];
  }
  if (named.name === 'String') return [wrap(STRINGS[name] ?? (name === 'ip' ? row.ip : row.username))];
  return [];
};

/** Every question, by a name. */
const questionsOf = (samples) =>
  lists.flatMap(({ name: list, args }) => {
    const typeOf = (name) =>
      getNamedType(args.find((argument) => argument.name === name)?.type ?? schema.getType('String'));
    const [filter, order] = [typeOf('filter'), typeOf('orderBy')];
    const fields = isInputObjectType(filter) ? Object.values(filter.getFields()) : [];
    const filters = [
      null,
      ...fields.flatMap((field) => valuesOf(field, samples).map((value) => ({ [field.name]: value }))),
    ];
    const orders = isInputObjectType(order)
      ? getNamedType(order.getFields().field.type)
          .getValues()
          .map(({ name }) => name)
      : [];
    const declared = [
      ...(isInputObjectType(filter) ? [`$filter: ${filter.name}`] : []),
      ...(isInputObjectType(order) ? [`$order: ${order.name}`] : []),
    ].join(', ');
    const given = [
      declared.includes('$filter') && 'filter: $filter',
      declared.includes('$order') && 'orderBy: $order',
    ].filter(Boolean);
    const query = (total) =>
      `query ${declared && `(${declared})`} { ${list}(${['first: 20', ...given].join(', ')}) { nodes { __typename } ${total ? 'totalCount' : ''} } }`;
    return filters.flatMap((one) =>
      [null, ...orders].flatMap((field) =>
        [false, true].map((total) => ({
          name: [list, one && JSON.stringify(one), field && `by ${field}`, total && 'with total']
            .filter(Boolean)
            .join(' '),
          body: JSON.stringify({ query: query(total), variables: { filter: one, order: field && { field } } }),
        })),
      ),
    );
  });

/** The blocks of each question; null if it was refused. */
const blocksOf = async (world, questions) => {
  const server = await start('bench/servers/counted.js', world.service, true);
  const statistics = await statisticsOf(world.databaseUrl, undo);
  const counted = () =>
    new Promise((resolve) => {
      server.child.once('message', resolve);
      server.child.send('counts');
    });
  const headers = { ...JSON_TYPE, authorization: `Bearer ${world.machineToken}` };
  const found = new Map();
  for (const { name, body } of questions) {
    const request = { path: '/graphql', headers, body };
    await ask(undefined, world.publicUrl, request);
    await counted();
    const before = await statistics.read();
    const { text } = await ask(undefined, world.publicUrl, request);
    const { backends } = await counted();
    found.set(name, /"errors":\s*\[/.test(text) ? null : (await statistics.since(before, backends)).blocks);
  }
  await server.stop();
  return found;
};

const matrix = async (world) => {
  const questions = questionsOf(await samplesOf(world));
  const small = await blocksOf(world, questions);
  await fill(world, { users: world.users * 10 });
  const large = await blocksOf(world, questions);
  const answered = questions
    .map(({ name }) => name)
    .filter((name) => small.get(name) !== null && large.get(name) !== null);
  const grown = answered.filter((name) => large.get(name) > FACTOR * small.get(name) + SPARE);
  const shown = grown
    .toSorted((a, b) => large.get(b) - large.get(a))
    .map((name) => `${name}: ${small.get(name)} blocks, then ${large.get(name)}`);
  return {
    ...{
      value: grown.length / answered.length,
      low: null,
      high: null,
      ratios: [],
      questions: answered.length,
      grown: shown,
    },
    notes: [`${grown.length} of ${answered.length} read more blocks with ten times the users`, ...shown.slice(0, 10)],
  };
};

module.exports = { lists: { name: '7 lists that grow with the users, share', goal: '0', run: matrix } };

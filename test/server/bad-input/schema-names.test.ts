/**
 * With `GRAPHQL_INTROSPECTION=staff` whoever holds no permission learns no name of the schema from errors: probes of every root field,
 * argument, input type, enum and object type. Staff, and everybody where introspection is for everyone, keep the messages that help.
 */
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isNonNullType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
} from 'graphql';
import { buildSchema } from '../../support/schema';
import * as graphql from '../../support/graphql';
import { as, type Ask } from '../../support/graphql';
import { startService, type Service } from '../../support/service';

const schema = buildSchema();

/** Every name that is the schema's own. */
const names = new Set<string>(
  schema
    .getDirectives()
    .filter((d) => !isSpecifiedDirective(d))
    .map(({ name }) => name),
);
for (const type of Object.values(schema.getTypeMap())) {
  if (type.name.startsWith('__') || isSpecifiedScalarType(type)) continue;
  names.add(type.name);
  if (isEnumType(type)) for (const { name } of type.getValues()) names.add(name);
  if (isInputObjectType(type)) for (const name of Object.keys(type.getFields())) names.add(name);
  if (isObjectType(type) || isInterfaceType(type))
    for (const { name, args } of Object.values(type.getFields())) {
      names.add(name);
      for (const argument of args) names.add(argument.name);
    }
}
const WORD = /[_A-Za-z][_0-9A-Za-z]*/g;
const QUOTED = /["'`][^"'`]*["'`]/g;
/** A name counts where it is quoted, and anywhere where it is no English word: of those the fixed words of a message are made. */
const namesIn = (message: string): string[] =>
  [
    ...(message.match(QUOTED) ?? []).flatMap((text) => text.match(WORD) ?? []),
    ...(message.match(WORD) ?? []).filter((word) => /.[A-Z_]/.test(word)),
  ].filter((word) => names.has(word));

type Probe = [query: string, variables?: Record<string, unknown>];
const probes: Probe[] = [];
for (const [kind, type] of [
  ['query', schema.getQueryType()!],
  ['mutation', schema.getMutationType()!],
] as const)
  for (const { name, args } of Object.values(type.getFields())) {
    probes.push([`${kind} { ${name} }`], [`${kind} { ${name} { zzz } }`], [`${kind} { ${name}(zzz: 1) { zzz } }`]);
    probes.push([`${kind} { ${name}s }`], [`${kind} { ${name.slice(0, -1)} }`], [`${kind} { ${name.toUpperCase()} }`]);
    probes.push(
      [`${kind} { a: ${name} { __typename } a: viewer { __typename } }`],
      [`${kind} { ${name} { ...f } } fragment f on PageInfo { hasNextPage }`],
    );
    for (const argument of args) {
      const call = (value: string) => `${kind} { ${name}(${argument.name}: ${value}) { __typename } }`;
      probes.push(
        ...['{}', '[]', 'ZZZ', '7', '"zzz"', 'null', '{zzz: 1}', 'true', '[{}]'].map((value): Probe => [call(value)]),
      );
      probes.push([`${kind} ($v: Boolean) { ${name}(${argument.name}: $v) { __typename } }`, { v: true }]);
      for (const value of [{}, [], 'zzz', 7, null, { zzz: 1 }, { input: {} }, [{}], true])
        probes.push([
          `${kind} ($v: ${String(argument.type)}) { ${name}(${argument.name}: $v) { __typename } }`,
          { v: value },
        ]);
      probes.push([`${kind} ($v: ${String(argument.type)}) { ${name}(${argument.name}: $v) { __typename } }`]);
      const input = getNamedType(argument.type);
      if (isInputObjectType(input))
        for (const field of Object.values(input.getFields())) {
          const declared = `${kind} ($v: ${String(argument.type)}) { ${name}(${argument.name}: $v) { __typename } }`;
          probes.push([call(`{${field.name}: {zzz: 1}}`)], [declared, { v: { [field.name]: { zzz: 1 } } }]);
          if (isEnumType(getNamedType(field.type)))
            probes.push([call(`{${field.name}: ZZZ}`)], [declared, { v: { [field.name]: 'ZZZ' } }]);
        }
    }
  }
for (const type of Object.values(schema.getTypeMap())) {
  if (type.name.startsWith('__')) continue;
  probes.push([`query ($v: ${type.name}) { viewer { kind } }`, { v: { zzz: 1 } }]);
  probes.push(
    [`query ($v: ${type.name}!) { viewer { kind } }`],
    [`query ($v: [${type.name}!]!) { viewer { kind } }`, { v: ['zzz', null] }],
  );
  probes.push([`query ($v: ${type.name}) { user(by: {id: $v}) { id } users(first: $v) { totalCount } }`, { v: 'zzz' }]);
  probes.push(
    [`{ node(id: "x") { ... on ${type.name} { zzz } } }`],
    [`{ viewer { ... on ${type.name} { __typename } } }`],
  );
  if (isObjectType(type) || isInterfaceType(type))
    for (const field of Object.values(type.getFields()))
      probes.push([
        `{ node(id: "x") { ...f } } fragment f on ${type.name} { ${field.name} ${isLeafType(getNamedType(field.type)) ? '{ zzz }' : ''} ${field.name}s }`,
      ]);
  if (isInputObjectType(type))
    for (const field of Object.values(type.getFields()))
      if (isNonNullType(field.type))
        probes.push([`query ($v: ${type.name}) { viewer { kind } }`, { v: { [`${field.name}x`]: 1 } }]);
}
probes.push(
  ['{ viewer { kind @zzz } }'],
  ['{ viewer { kind @include } }'],
  ['{ viewer { kind @include(if: 7) } }'],
  ['{ viewer { kind @deprecated } }'],
  ['subscription { viewer { kind } }'],
  ['{ viewer { kind { a } } }'],
  ['{ viewer }'],
  ['{ __schema { types { name } } }'],
  ['{ __type(name: "User") { name zzz } }'],
  ['{ viewer { ...a } }'],
  ['fragment a on Viewer { kind } { viewer { kind } }'],
  ['{ viewer {'],
  ['query a { __typename } query b { __typename }'],
);

let strict: Service;
let callers: Record<'nobody' | 'a user' | 'staff', Ask>;
beforeAll(async () => {
  strict = await startService({ env: { GRAPHQL_INTROSPECTION: 'staff' } });
  const staff = as(strict, await graphql.adminToken(strict));
  await graphql.createPerson(staff, 'alice');
  const web = await graphql.webApplication(strict, staff);
  const { access_token: token } = await graphql.tokensOf(web, 'alice', 'openid self');
  callers = { nobody: as(strict), 'a user': as(strict, token), staff };
});
afterAll(() => strict?.stop());

const learned = async (ask: Ask, every: number): Promise<{ errors: number; leaks: string[] }> => {
  const leaks: string[] = [];
  let errors = 0;
  const queue = probes.filter((_, i) => i % every === 0);
  const work = async () => {
    for (let probe = queue.pop(); probe; probe = queue.pop()) {
      const [query, variables] = probe;
      const sent = new Set(`${query} ${JSON.stringify(variables ?? null)}`.match(WORD));
      for (const { message } of (await ask(query, variables)).errors) {
        errors += 1;
        const found = namesIn(message).filter((name) => !sent.has(name));
        if (found.length > 0) leaks.push(`${found.join(' ')}: ${message} <- ${query}`);
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  return { errors, leaks };
};

test.each([
  ['nobody', 1],
  ['a user', 11],
] as const)(
  '%s learns no name from any probe',
  async (who, every) => {
    const { errors, leaks } = await learned(callers[who], every);
    expect(errors).toBeGreaterThan(probes.length / every / 2);
    expect([leaks.length, leaks.slice(0, 20)]).toEqual([0, []]);
  },
  300_000,
);

const HELPFUL: [Probe, string][] = [
  [['{ users(first: "x") { totalCount } }'], 'expected a value of type "Int"'],
  [['mutation { createUser { errors { code } } }'], 'argument "input" of type "CreateUserInput!" is required'],
  [['{ viewer { zzz } }'], 'Cannot query field "zzz" on type "Viewer".'],
  [
    ['mutation ($i: CreateUserInput!) { createUser(input: $i) { errors { code } } }', { i: {} }],
    '"$i" is missing the field "username" of required type "String!"',
  ],
];
test('staff are told what is wrong in the words of the schema, others where it is', async () => {
  for (const [[query, variables], message] of HELPFUL) {
    expect((await callers.staff(query, variables)).errors[0]!.message).toContain(message);
    const [error] = (await callers.nobody(query, variables)).errors;
    expect(error!.message).toMatch(/^The request does not match the schema/);
    expect(error).toHaveProperty('locations');
  }
});

test('with introspection for everyone, nobody too is told in the words of the schema', async () => {
  const open = await startService();
  try {
    for (const [[query, variables], message] of HELPFUL)
      expect((await as(open)(query, variables)).errors[0]!.message).toContain(message);
  } finally {
    await open.stop();
  }
});

test('the name of what was found stays', async () => {
  expect((await callers.nobody('{ __typename viewer { __typename } }')).data).toEqual({
    __typename: 'Query',
    viewer: null,
  });
  expect((await callers['a user']('{ viewer { __typename user { __typename } } }')).data).toEqual({
    viewer: { __typename: 'Viewer', user: { __typename: 'User' } },
  });
});

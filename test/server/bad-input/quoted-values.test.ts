/** No value of a request is repeated in its answer or in the log, whatever is wrong with it and wherever it stands. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLNamedInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { buildSchema } from '../../support/schema';
import * as graphql from '../../support/graphql';
import { as, codes, sql, type Ask } from '../../support/graphql';
import { startService, type Service } from '../../support/service';

const schema = buildSchema();
const roots = [
  ...Object.values(schema.getQueryType()!.getFields()).map((field) => ['query', field] as const),
  ...Object.values(schema.getMutationType()!.getFields()).map((field) => ['mutation', field] as const),
];
const MARK = 'zqxmarkzqx';

let service: Service;
let admin: Ask;
let owner: Ask;
let token: string;
beforeAll(async () => {
  service = await startService();
  token = await graphql.adminToken(service);
  admin = as(service, token);
  const person = await graphql.createPerson(admin, 'alice', 'ADMIN');
  const web = await graphql.webApplication(service, admin);
  owner = await graphql.signedIn(service, web, person.username, 'openid self admin');
});
afterAll(() => service?.stop());
afterEach(() => expect(service.log()).not.toContain(MARK));

/** Marked values of every kind; in numbers the mark is their digits. */
const NUMBER = 918273645546372;
const wrongs: [string, unknown][] = [
  ['text', MARK],
  ['an e-mail address', `${MARK}@example.com@`],
  ['a long text', MARK.repeat(60)],
  ['text with NUL', `${MARK}\0`],
  ['text in quotation marks', `"${MARK}" '${MARK}' \`${MARK}\` ${MARK}; ${MARK}: ${MARK}`],
  ['text on lines', `\n${MARK}\n"`],
  ['a number', NUMBER],
  ['a fraction', NUMBER + 0.5],
  ['a list', [MARK, NUMBER, null]],
  ['a list in a list', [[MARK]]],
  ['an object', { [MARK]: MARK, [`${MARK} "x"`]: NUMBER }],
  ['an object of objects', { id: { [MARK]: MARK }, input: { [MARK]: [MARK] } }],
];

type Place = (value: unknown) => unknown;
/** Each place of a type at which a value can stand, as what has to be sent around it. */
const placesOf = (type: GraphQLInputType, depth = 0): Place[] => {
  if (isNonNullType(type)) return placesOf(type.ofType as GraphQLInputType, depth);
  if (isListType(type))
    return [
      (value) => value,
      ...placesOf(type.ofType as GraphQLInputType, depth).map((place): Place => (value) => [place(value)]),
    ];
  if (!isInputObjectType(type) || depth > 2) return [(value) => value];
  const fields = Object.values(type.getFields());
  const others = (but: string) =>
    Object.fromEntries(fields.filter((f) => isNonNullType(f.type) && f.name !== but).map((f) => [f.name, fit(f.type)]));
  const unknown: Place = (value) => ({ ...others(''), [MARK]: value });
  return [
    (value) => value,
    unknown,
    ...fields.flatMap((field) =>
      placesOf(field.type, depth + 1).map((place): Place => (value) => ({
        ...others(field.name),
        [field.name]: place(value),
      })),
    ),
  ];
};

/** Something that fits. */
const fit = (type: GraphQLInputType): unknown => {
  if (isNonNullType(type)) return fit(type.ofType as GraphQLInputType);
  if (isListType(type)) return [];
  const named = getNamedType(type) as GraphQLNamedInputType;
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (isInputObjectType(named))
    return Object.fromEntries(
      Object.values((named as GraphQLInputObjectType).getFields())
        .filter((f) => isNonNullType(f.type))
        .map((f) => [f.name, fit(f.type)]),
    );
  const fitting: Record<string, unknown> = {
    ...{ Int: 1, Float: 1, Boolean: true, DateTime: '2030-01-01T00:00:00Z', EmailAddress: 'a@example.com' },
    ...{ JSON: {}, JSONObject: {} },
  };
  return fitting[named.name] ?? 'usr_01h455vb4pex5vsknk084sn02q';
};

const selection = ({ type }: GraphQLField<unknown, unknown>): string => {
  const named = getNamedType(type);
  if (/Payload$/.test(named.name)) return '{ errors { code message path } }';
  return 'getFields' in named || 'getTypes' in named ? '{ __typename }' : '';
};

/** Without what may be shown: the value itself as part of what was changed is not selected, so nothing is. */
const quotes = (text: string): boolean => text.includes(MARK) || text.includes(String(NUMBER));

/** Each place gets some of the values, the next place the next ones. */
const PER_PLACE = 3;
const AT_ONCE = 8;

test.each(
  roots
    .filter(([, { args }]) => args.length > 0)
    .map(([kind, field]) => [`${kind} ${field.name}`, kind, field] as const),
)(
  '%s',
  async (_name, kind, field) => {
    const { args } = field;
    const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
    const query = `${kind} (${declared}) { ${field.name}(${passed}) ${selection(field)} }`;
    const required = Object.fromEntries(
      args.filter(({ type }) => isNonNullType(type)).map(({ name, type }) => [name, fit(type)]),
    );
    const ask = kind === 'mutation' && /^(enroll|confirm|answer)|My/.test(field.name) ? owner : admin;
    let turn = 0;
    const calls = args.flatMap(({ name, type }) =>
      placesOf(type).flatMap((place) =>
        Array.from({ length: PER_PLACE }, () => wrongs[(turn += 1) % wrongs.length]!).map(([what, wrong]) => ({
          what,
          variables: { ...required, [name]: place(wrong) },
        })),
      ),
    );
    const told: unknown[] = [];
    while (calls.length > 0) {
      await sql(service.databaseUrl, 'delete from throttles');
      await Promise.all(
        calls.splice(0, AT_ONCE).map(async ({ what, variables }) => {
          const answer = await ask(query, variables);
          if (quotes(answer.text) || codes(answer).includes('INTERNAL_SERVER_ERROR'))
            told.push([what, JSON.stringify(variables).slice(0, 300), answer.text.slice(0, 600)]);
        }),
      );
    }
    expect(told).toEqual([]);
  },
  120_000,
);

test('in the document', async () => {
  const documents = [
    `{ users(first: "${MARK}") { totalCount } }`,
    `{ users(first: ${MARK}) { totalCount } }`,
    `{ users(first: ${NUMBER}) { totalCount } }`,
    `{ users(filter: {status: [${MARK}]}) { totalCount } }`,
    `{ users(filter: {status: "${MARK}"}) { totalCount } }`,
    `{ users(filter: {createdFrom: "${MARK}"}) { totalCount } }`,
    `{ users(filter: "${MARK}") { totalCount } }`,
    `{ users(filter: ["${MARK}"]) { totalCount } }`,
    `{ user(by: {id: {a: "${MARK}"}}) { id } }`,
    `{ user(by: {email: ["${MARK}"]}) { id } }`,
    `query ($n: Int = "${MARK}") { users(first: $n) { totalCount } }`,
    `query ($f: UserFilter = {search: ["${MARK}"]}) { users(filter: $f) { totalCount } }`,
    `mutation ($u: ID = "x") { disableUser(input: {userId: $u, reason: "${MARK}"}) { errors { code } } }`,
    `mutation { createUser(input: {username: "a", attributes: "${MARK}"}) { errors { code } } }`,
    `{ viewer { kind @include(if: "${MARK}") } }`,
    `{ viewer "${MARK}" { kind } }`,
    `{ viewer """${MARK}""" { kind } }`,
    `{ viewer ${NUMBER} { kind } }`,
    `{ users(first: "${MARK}`,
    `"${MARK}" { viewer { kind } }`,
  ];
  for (const document of documents) {
    const answer = await admin(document, { u: null });
    expect([document, answer.text, quotes(answer.text)]).toEqual([document, answer.text, false]);
    expect([document, new Set(codes(answer))]).toEqual([document, new Set(['BAD_USER_INPUT'])]);
  }
});

test('what is wrong is still said, and where', async () => {
  const messages = async (query: string, variables?: Record<string, unknown>) =>
    (await admin(query, variables)).errors.map(({ message }) => message);
  const create = 'mutation ($input: CreateUserInput!) { createUser(input: $input) { errors { code } } }';
  expect(await messages(create, { input: { username: 7, email: 'x', nothing: 1 } })).toEqual([
    'Variable "$input.username" is invalid: expected a value of type "String".',
    'Variable "$input.email" is invalid: expected a value of type "EmailAddress": an e-mail address.',
    'Variable "$input" has a field that does not exist in type "CreateUserInput": field number 3.',
  ]);
  expect(await messages(create, { input: {} })).toEqual([
    'Variable "$input" is missing the field "username" of required type "String!".',
  ]);
  expect(await messages(create)).toEqual(['Variable "$input" of required type "CreateUserInput!" was not provided.']);
  expect(await messages(create, { input: null })).toEqual([
    'Variable "$input" must not be null: expected a value of type "CreateUserInput!".',
  ]);
  expect(
    await messages('query ($f: UserFilter) { users(filter: $f) { totalCount } }', {
      f: { status: ['ACTIVE', 'ASLEEP'] },
    }),
  ).toEqual(['Variable "$f.status[1]" is invalid: expected a value of type "UserStatus".']);
  expect(await messages('{ users(first: 99999999999) { totalCount } }')).toEqual([
    'Invalid value: expected a value of type "Int": a 32-bit integer.',
  ]);
  expect(await messages('{ users(filter: {asleep: true}) { totalCount } }')).toEqual([
    'Field "asleep" is not defined by type "UserFilter".',
  ]);
  const { data } = await admin(
    'mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { errors { message } } }',
    { input: { name: 'x', kind: 'WEB', redirectUris: ['https://a.example/', 'nowhere'] } },
  );
  expect(data.createApplication.errors[0].message).toMatch(/^`redirectUris\[1\]` must be an exact https URI/);
});

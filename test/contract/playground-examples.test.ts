/** Every example of the playground is a valid operation of the committed schema, with variables that fit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { allRules } from '../../src/app/schema';
import { builtInRoles } from '../../src/modules/role';
import { type Permission, PermissionType } from '../../src/schema/permissions';
import type { Rule } from '../../src/schema/rules';
import { examples } from '../../src/server/playground/examples';
import { covers } from '../../src/server/playground/examples/needs';
import { mine } from '../../src/server/playground/examples/own';
import { needsOfExamples, rootFieldsOf } from '../../src/server/playground/needs';

let schema: GraphQLSchema;

beforeAll(() => {
  schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
});

describe.each(examples.map((example) => [`${example.role}: ${example.title}`, example] as const))(
  '%s',
  (_name, example) => {
    it('is valid against schema.graphql', () => {
      expect(validate(schema, parse(example.query), specifiedRules).map((error) => error.message)).toEqual([]);
    });

    it('fills in the variables it declares, and no others', () => {
      const declared = operationsOf(example.query).flatMap(({ variableDefinitions }) => variableDefinitions ?? []);
      const required = declared.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);
      const given = Object.keys(JSON.parse(example.variables ?? '{}') as object);
      expect(declared.map((definition) => definition.variable.name.value)).toEqual(expect.arrayContaining(given));
      expect(given).toEqual(expect.arrayContaining(required.map((definition) => definition.variable.name.value)));
    });

    it('opens with its role and carries a name, which becomes the title of its tab', () => {
      expect(example.query).toMatch(new RegExp(`^# ${example.role}: `));
      for (const { name } of operationsOf(example.query)) expect(name?.value).toMatch(/^[A-Z]/);
    });

    it('says before each of its operations what that is for', () => {
      for (const { loc } of operationsOf(example.query)) expect(example.query.slice(0, loc!.start)).toMatch(/# .+\n$/);
    });
  },
);

it('names each tab and each operation once', () => {
  const names = examples.flatMap(({ query }) => operationsOf(query).map(({ name }) => name!.value));
  expect(names).toEqual([...new Set(names)]);
  const titles = examples.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
});

it('has something for everyone who may come', () => {
  const roles = new Set(examples.map((example) => example.role));
  expect([...roles]).toEqual(['Everyone', 'Helpdesk', 'Operator', 'Administrator']);
});

/** The operations that people need most. */
const MOST_USED = [
  ...['viewer', 'user', 'users', 'sessions', 'devices', 'consents', 'tokens', 'applications', 'groups', 'roles'],
  ...['folders', 'events', 'revocations', 'trace', 'explainToken', 'settings', 'pendingAuthentications'],
  ...['createUser', 'updateUser', 'disableUser', 'enableUser', 'deleteUser', 'setUserPassword', 'lockdownUser'],
  ...['assignRole', 'unassignRole', 'createRole', 'createGroup', 'addGroupMember', 'createApplication'],
  ...['updateApplication', 'rotateClientSecret', 'revokeSession', 'revokeAllSessions', 'revokeToken', 'revokeConsent'],
  ...['revokeApplicationAccess', 'disconnectDevice', 'changeMyPassword', 'exportUserData'],
];

it('has an example for each of the forty most used operations', () => {
  const shown = examples.flatMap(rootFieldsOf).map(({ field }) => field);
  expect(MOST_USED).toHaveLength(40);
  expect(MOST_USED.filter((field) => !shown.includes(field))).toEqual([]);
});

describe('what an example needs', () => {
  const needs = needsOfExamples(allRules);
  const rulesOf = (example: (typeof examples)[number]) =>
    rootFieldsOf(example).map(({ type, field }) => allRules[type]![field] as Rule);
  const principal = (permissions: readonly Permission[], own: boolean, scoped: readonly Permission[] = []) => ({
    ...{ kind: 'USER', userId: 'me', impersonatorId: null, permissions: new Set(permissions) },
    ...{ ownsRows: own, ownsAccount: own, scoped: [{ permissions: new Set(scoped) }] },
  });
  const names = (permissions: readonly Permission[]) =>
    Object.keys(PermissionType).filter((name) => permissions.includes(PermissionType[name]!));

  it('is nothing for everyone, and something for all others', () => {
    for (const { title, role } of examples)
      expect([title, needs[title]!.length > 0]).toEqual([title, role !== 'Everyone']);
    for (const example of examples.filter(({ role }) => role === 'Everyone'))
      for (const rule of rulesOf(example)) expect(rule.permits({ principal: principal([], true) })).toBe(true);
  });

  it.each(builtInRoles().map((role) => [role.name, role.permissions] as const))(
    'is what the rules say of %s',
    (_, held) => {
      for (const example of examples.filter(({ role }) => role !== 'Everyone')) {
        const permits = (caller: ReturnType<typeof principal>) =>
          rulesOf(example).every((rule) => rule.permits({ principal: caller }));
        const asked = needs[example.title]!;
        expect([example.title, covers({ everywhere: names(held), here: [] }, asked)]).toEqual([
          example.title,
          permits(principal(held, false)),
        ]);
        expect([example.title, covers({ everywhere: [], here: names(held) }, asked)]).toEqual([
          example.title,
          permits(principal([], false, held)),
        ]);
      }
    },
  );
});

it('asks everyone for their own ids only, which the playground fills in', () => {
  for (const { title, variables } of examples.filter(({ role }) => role === 'Everyone')) {
    const given = Object.values(JSON.parse(variables ?? '{}') as object);
    const ids = given.filter((value) => typeof value === 'string' && value.includes('…'));
    expect([title, ids.filter((id) => !Object.values<unknown>(mine).includes(id))]).toEqual([title, []]);
  }
});

function operationsOf(query: string): OperationDefinitionNode[] {
  const definitions = parse(query).definitions as OperationDefinitionNode[];
  expect(definitions.map(({ kind }) => kind)).toEqual(definitions.map(() => Kind.OPERATION_DEFINITION));
  return definitions;
}

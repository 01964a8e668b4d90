/**
 * An operation reads only the columns that it shows. Each field of each type, alone, has the same value as in a row with all columns, whatever list,
 * edge or lookup the row comes from. A resolver that reads a column which it does not declare fails here.
 */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  isLeafType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { buildSchema } from '../../../src/app/schema';
import { encodeId, type IdType } from '../../../src/platform/type-id';
import { type Selection } from '../../../src/schema/selection';
import { fill, idOf, type InProcess, startInProcess } from '../../support/in-process';

const schema = buildSchema();
type Field = GraphQLField<unknown, unknown>;
/** Every column of every type. */
const EVERYTHING = { get: () => null } as unknown as Selection;

let app: InProcess;
beforeAll(async () => {
  app = await startInProcess();
  await fill(app.database, 6);
  await addRest();
}, 60_000);
afterAll(() => app?.stop());

const at = `timestamptz '2026-03-04 05:06:07.891234Z'`;

/** Rows of all other types, and ends of every kind. */
const addRest = async (): Promise<void> => {
  const run = (text: string) => app.database.execute(text);
  const each = 'from generate_series(1, 4) n';
  await run(
    `update sessions set ended_at = ${at}, end_reason = 'REVOKED', revocation_id = ${idOf(11, '1')} where id = ${idOf(5, '4')}`,
  );
  await run(`update sessions set impersonator_id = ${idOf(2, '6')}, impersonator_epoch = 0, os = 'Linux', os_version = '6', browser = 'B 1', user_agent = 'B/1', location = 'Bern',
    authentication_methods = '{pwd,mfa}' where id = ${idOf(5, '5')}`);
  await run(`update users set epoch = 1, subject = 'kept', owner_id = ${idOf(2, '1')}, disabled_reason = 'gone', expires_at = ${at}, password_locked_at = ${at},
    password_change_required_at = ${at}, email_verification_required_at = ${at}, factor_required_at = ${at}, last_activity_at = ${at}, attributes = '{"a": [1]}' where id = ${idOf(2, '3')}`);
  await run(
    `insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id) values (${idOf(2, '3')}, 0, ${at}, 'USER_DISABLED', ${idOf(11, '3')})`,
  );
  await run(
    `update tokens set revoked_at = ${at}, end_reason = 'REVOKED', revocation_id = ${idOf(11, '2')}, last_used_at = ${at}, resource = 'https://api.example' where id = ${idOf(8, '2')}`,
  );
  await run(`update tokens set consumed_at = ${at} where id = ${idOf(8, '5')}`);
  await run(`update access_grants set consumed_at = ${at} where id = ${idOf(9, '2')}`);
  await run(
    `update token_families set ended_at = ${at}, end_reason = 'TOKEN_REUSED', revocation_id = ${idOf(11, '5')} where id = ${idOf(7, '5')}`,
  );
  await run(
    `update consents set revoked_at = ${at}, end_reason = 'REVOKED', revocation_id = ${idOf(11, '4')}, expires_at = ${at} where id = ${idOf(6, '4')}`,
  );
  await run(`update device_links set mobile_enrolled_at = ${at}, push_enrolled_at = ${at} where id = ${idOf(4, '1')}`);
  await run(
    `update device_links set ended_at = ${at}, end_reason = 'DEVICE_DISCONNECTED', revocation_id = ${idOf(11, '2')} where id = ${idOf(4, '2')}`,
  );
  await run(`update devices set os_version = '18', app_version = '1.0', last_seen_at = ${at}`);
  await run(`update applications set disabled_at = ${at} where id = ${idOf(1, '5')}`);
  await run(`update revocations set actor_user_id = ${idOf(2, '1')}, impersonator_user_id = ${idOf(2, '2')}`);
  await run(
    `update events set actor_application_id = ${idOf(1, '1')}, ip = '10.0.0.1', user_agent = 'B/1', revocation_id = ${idOf(11, '1')}`,
  );
  await run(`insert into groups (id, name, name_key, description, path, parent_id, created_at, updated_at)
    select ${idOf(12)}, 'Group ' || n, 'group ' || n, 'd', 'emea', case when n > 1 then ${idOf(12, '1')} end, ${at}, ${at} ${each}`);
  await run(
    `insert into group_closure (descendant_id, ancestor_id) select ${idOf(12)}, ${idOf(12)} ${each} union select ${idOf(12)}, ${idOf(12, '1')} ${each}`,
  );
  await run(`insert into group_members (user_id, group_id, added_at) select ${idOf(2)}, ${idOf(12)}, ${at} ${each}`);
  await run(
    `insert into role_assignments (id, role_id, group_id, on_path, assigned_at) select ${idOf(13)}, r.id, ${idOf(12)}, 'emea', ${at} from roles r, generate_series(1, 2) n where r.name = 'OPERATOR'`,
  );
  await run(`insert into mails (id, kind, user_id, address, about_id, status, tries, fault, created_at, finished_at)
    select ${idOf(14)}, 'RECOVERY', ${idOf(2)}, 'a@example.org', ${idOf(2)}, 'FAILED', 3, 'refused', ${at}, ${at} ${each}`);
  await run(`insert into invitations (id, user_id, email, email_key, hash, name, path, type, lifetime_seconds, created_by_user_id, created_at, expires_at, application_id)
    select ${idOf(15)}, ${idOf(2)}, 'i@example.org', 'i@example.org', sha256('i' || n::text::bytea), 'I', 'emea', 'INTERNAL', 60, ${idOf(2, '1')}, ${at}, ${at}, ${idOf(1, '1')} ${each}`);
  await run(`insert into imports (id, format, created_by_application_id, started_by_user_id, reason, lines, created_at, uploaded_at, started_at, finished_at, expires_at, held_up_reason)
    select ${idOf(16)}, 'CSV', ${idOf(1, '1')}, ${idOf(2, '1')}, 'r', 3, ${at}, ${at}, ${at}, ${at}, ${at}, 'CREATOR_ENDED' ${each}`);
  await run(`insert into authenticators (id, user_id, device_link_id, kind, name, created_at, last_used_at, ended_at, end_reason, revocation_id)
    select ${idOf(17)}, ${idOf(2)}, null, 'TOTP', 'T', ${at}, ${at}, case when n = 4 then ${at} end, case when n = 4 then 'REVOKED' end, case when n = 4 then ${idOf(11, '4')} end ${each}`);
  await run(
    `insert into offboardings (user_id, action, due_at, reason, actor_user_id, created_at, try_at, problem) select ${idOf(2)}, 'DISABLE', ${at}, 'r', ${idOf(2, '1')}, ${at}, ${at}, 'LAST_ADMINISTRATOR' ${each}`,
  );
  await run(`insert into derived_credentials (id, kind, credential_id, user_id, source_id, token_id, family_id, session_id, by_user_id, created_at)
    select ${idOf(18)}, 'SESSION', ${idOf(5)}, ${idOf(2)}, ${idOf(17)}, ${idOf(8)}, ${idOf(7)}, ${idOf(5, 'n + 3')}, ${idOf(2, '1')}, ${at} ${each}`);
  await run(
    `insert into application_versions (id, application_id, app_version, created_at, updated_at) select ${idOf(19)}, ${idOf(1)}, '1.' || n, ${at}, ${at} ${each}`,
  );
};

const fieldsOf = (type: GraphQLObjectType): Field[] =>
  Object.values(type.getFields()).filter(({ args }) => !args.some(({ type: of }) => String(of).endsWith('!')));
const namedOf = ({ type }: Field) => getNamedType(type);
const isPageOf = (type: GraphQLObjectType): boolean => type.name.endsWith('Connection');
const nodeTypeOf = (connection: GraphQLObjectType) => namedOf(connection.getFields()['nodes']!) as GraphQLObjectType;

/** What is selected of the value of a field, so that two values can be told apart. */
const shown = (field: Field): string => {
  const type = namedOf(field);
  if (isLeafType(type)) return field.name;
  if (isObjectType(type) && isPageOf(type))
    return `${field.name} { totalCount nodes { ${identity(nodeTypeOf(type))} } }`;
  return `${field.name} { __typename ${isObjectType(type) ? identity(type) : ''} }`;
};
const identity = (type: GraphQLObjectType): string =>
  type.getFields()['id'] ? 'id' : (fieldsOf(type).find((field) => isLeafType(namedOf(field)))?.name ?? '__typename');

/** All object types below a field that have rows, by the path to them: through a list, an edge, or a lookup. */
const pathsBelow = (field: Field, inner: (type: GraphQLObjectType) => [string, string][]): [string, string][] => {
  const type = namedOf(field);
  if (isUnionType(type))
    return type
      .getTypes()
      .flatMap((part) =>
        inner(part).map(([name, text]): [string, string] => [
          `${field.name}…${name}`,
          `${field.name} { __typename ... on ${part.name} { ${text} } }`,
        ]),
      );
  if (!isObjectType(type)) return [];
  if (isPageOf(type))
    return inner(nodeTypeOf(type)).flatMap(([name, text]): [string, string][] => [
      [`${field.name}.${name}`, `${field.name} { nodes { ${text} } }`],
    ]);
  return inner(type).map(([name, text]) => [`${field.name}.${name}`, `${field.name} { ${text} }`]);
};
const alone = (type: GraphQLObjectType): [string, string][] =>
  fieldsOf(type).map((field) => [`${type.name}.${field.name}`, shown(field)]);
/** Each type that is reached from this one; a type that is read by id in the same way from everywhere, once. */
const reached = new Set<string>();
const oneLevel = (type: GraphQLObjectType): [string, string][] =>
  fieldsOf(type).flatMap((field) => {
    const next = namedOf(field);
    const isPage = isObjectType(next) && isPageOf(next);
    if (!isPage && reached.has(next.name)) return [];
    reached.add(next.name);
    return pathsBelow(field, alone);
  });

const isList = (field: Field): boolean => {
  const type = namedOf(field);
  return isObjectType(type) && isPageOf(type);
};
/** One list for each type. */
const lists = [
  ...new Map(
    fieldsOf(schema.getQueryType()!)
      .filter(isList)
      .map((field) => [namedOf(field).name, field]),
  ).values(),
];
const NODES: [IdType, number][] = [
  ['User', 2],
  ['Application', 1],
  ['Device', 3],
  ['DeviceLink', 4],
  ['Session', 5],
  ['Consent', 6],
  ['TokenFamily', 7],
  ['Token', 8],
  ['AccessGrant', 9],
  ['Event', 10],
  ['Revocation', 11],
  ['Group', 12],
  ['Mail', 14],
  ['Invitation', 15],
  ['Import', 16],
  ['Authenticator', 17],
  ['ApplicationVersion', 19],
];

const cases: [string, string][] = [
  ...lists.flatMap((list) =>
    [...pathsBelow(list, alone), ...pathsBelow(list, oneLevel)].map(([name, text]): [string, string] => [
      name,
      `{ ${text} }`,
    ]),
  ),
  ...NODES.flatMap(([name]) => {
    const type = schema.getType(name) as GraphQLObjectType;
    const hasList = lists.some((list) => nodeTypeOf(namedOf(list) as GraphQLObjectType) === type);
    return [...alone(type), ...(hasList ? [] : oneLevel(type))].map(([path, text]): [string, string] => [
      `node ${path}`,
      `query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on ${name} { ${text} } } }`,
    ]);
  }),
];

const idsOf = async (type: string): Promise<string[]> => {
  const kind = NODES.find(([name]) => name === type)?.[1];
  if (!kind) return [];
  const rows = await app.database.query<{ id: string }>(`select ${idOf(kind)} as id from generate_series(1, 9) n`);
  return rows.map(({ id }) => encodeId(type as IdType, id));
};

test('each field alone has the value that it has in a whole row', async () => {
  const filled = new Set<string>();
  const different: string[] = [];
  for (const [name, query] of cases) {
    const variables = { ids: await idsOf(/^node (\w+)/.exec(name)?.[1] ?? '') };
    const [partial, whole] = await Promise.all([
      app.run(query, variables).then(({ data }) => JSON.stringify(data), String),
      app.run(query, variables, undefined, EVERYTHING).then(({ data }) => JSON.stringify(data), String),
    ]);
    if (!whole.startsWith('{')) different.push(`${name}\n  ${whole}`);
    if (partial !== whole) different.push(`${name}\n  ${query}\n  ${partial.slice(0, 300)}\n  ${whole.slice(0, 300)}`);
    if (/":(true|false|\d|"(?!__)|\[.)/.test(whole.replaceAll(/"__typename":"\w+",?/g, '')))
      filled.add(name.replace(/^.*[.… ](\w+\.\w+)$/, '$1'));
  }
  expect(different).toEqual([]);
  expect(cases.length).toBeGreaterThan(1_000);
  const fields = new Set(cases.map(([name]) => name.replace(/^.*[.… ](\w+\.\w+)$/, '$1')));
  expect([...fields].filter((name) => !filled.has(name)).sort()).toEqual([]);
}, 300_000);

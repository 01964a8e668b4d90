/** The page docs/data-model.md: a diagram of all tables, drawn from their entities, and which module each belongs to. */
import type { EntityMetadata } from 'typeorm';
import { createLogger } from '../platform/logger';
import { createDataSource } from './data-source';
import { modules } from './modules';

/** The table that a column refers to, and the verb that labels the line between the two. Null if the column does not refer to one table. */
type Reference = readonly [table: string, verb: string] | null;

/** Columns that end in `_id`, by name; `table.column` where one of them means something else. */
const REFERENCES: Record<string, Reference> = {
  about_id: null,
  actor_application_id: ['applications', 'acts in'],
  actor_impersonator_id: ['users', 'acts as impersonator in'],
  actor_user_id: ['users', 'acts in'],
  ancestor_id: ['groups', 'contains'],
  application_id: ['applications', 'has'],
  authenticator_id: ['authenticators', 'has'],
  by_application_id: ['applications', 'creates'],
  by_user_id: ['users', 'creates'],
  client_id: null,
  consent_id: ['consents', 'permits'],
  created_by_application_id: ['applications', 'creates'],
  created_by_impersonator_id: ['users', 'creates as impersonator'],
  created_by_user_id: ['users', 'creates'],
  credential_id: null,
  descendant_id: ['groups', 'is within'],
  device_id: ['devices', 'has'],
  device_link_id: ['device_links', 'has'],
  'events.revocation_id': ['revocations', 'is reported by'],
  family_id: ['token_families', 'has'],
  group_id: ['groups', 'has'],
  'idempotency_keys.revocation_id': ['revocations', 'results from'],
  impersonator_id: ['users', 'impersonates in'],
  impersonator_user_id: ['users', 'impersonates in'],
  import_id: ['imports', 'has'],
  item_id: null,
  key_id: ['sealing_keys', 'seals'],
  on_group_id: ['groups', 'is the object of'],
  on_user_id: ['users', 'is the object of'],
  owner_id: ['users', 'is responsible for'],
  parent_id: ['groups', 'is the parent of'],
  registration_token_id: null,
  request_id: null,
  'previous_ids.previous_id': null,
  'revocation_items.revocation_id': ['revocations', 'lists'],
  revocation_id: ['revocations', 'ends'],
  role_id: ['roles', 'is assigned by'],
  'rotated_refresh_tokens.token_id': null,
  session_id: ['sessions', 'has'],
  source_id: null,
  started_by_application_id: ['applications', 'starts'],
  started_by_impersonator_id: ['users', 'starts as impersonator'],
  started_by_session_id: ['sessions', 'starts'],
  started_by_token_id: ['tokens', 'starts'],
  started_by_user_id: ['users', 'starts'],
  subject_id: null,
  target_id: null,
  token_id: ['tokens', 'has'],
  user_id: ['users', 'has'],
};

/** Tables that refer to no other and that no other refers to. */
const ALONE = [
  'general_epochs',
  'oidc_artifacts',
  'retired_subjects',
  'settings',
  'signing_keys',
  'throttles',
  'worker_leases',
];

interface Table {
  name: string;
  module: string;
  metadata: EntityMetadata;
}

type Column = EntityMetadata['columns'][number];

/** All tables, in the order of the modules; no connection is made. */
const readTables = async (): Promise<Table[]> => {
  const source = createDataSource('postgres://localhost', 1, createLogger('silent'));
  // TypeORM builds the metadata only along with a connection, unless it is asked for it directly.
  await (source as unknown as { buildMetadatas(): Promise<void> }).buildMetadatas();
  return modules.flatMap((module) =>
    (module.entities ?? []).map((entity) => {
      const metadata = source.getMetadata(entity);
      return { name: metadata.tableName, module: module.name, metadata };
    }),
  );
};

const referenceOf = (table: string, { databaseName: column }: Column): Reference | undefined =>
  REFERENCES[`${table}.${column}` in REFERENCES ? `${table}.${column}` : column];

const typeOf = ({ type, isArray }: Column): string => `${String(type)}${isArray ? '[]' : ''}`;

const edgesOf = ({ name, metadata }: Table): string[] =>
  metadata.columns.flatMap((column) => {
    const reference = referenceOf(name, column);
    if (!reference) return [];
    const [target, verb] = reference;
    const isOnlyKey = column.isPrimary && metadata.primaryColumns.length === 1;
    return `  ${target} ${column.isNullable ? '|o' : '||'}--${isOnlyKey ? 'o|' : 'o{'} ${name} : "${verb}"`;
  });

const boxOf = ({ name, metadata }: Table): string[] => [
  `  ${name} {`,
  ...metadata.columns.map((column) => {
    const keys = [...(column.isPrimary ? ['PK'] : []), ...(referenceOf(name, column) ? ['FK'] : [])];
    return `    ${[typeOf(column), column.databaseName, keys.join(', ')].join(' ').trimEnd()}`;
  }),
  '  }',
];

/** Entries that are missing from the lists above, and entries that do not exist. */
const faultsOf = (tables: Table[]): string[] => {
  const names = new Set(tables.map(({ name }) => name));
  const ids = tables.flatMap(({ name, metadata }) =>
    metadata.columns
      .filter(({ databaseName }) => databaseName.endsWith('_id'))
      .map((column) => ({ table: name, column: column.databaseName, reference: referenceOf(name, column) })),
  );
  const referred = new Set(ids.flatMap(({ table, reference }) => (reference ? [table, reference[0]] : [])));
  const columnNames = new Set(ids.flatMap(({ table, column }) => [column, `${table}.${column}`]));
  return [
    ...ids
      .filter(({ reference }) => reference === undefined)
      .map(({ table, column }) => `${table}.${column} is not among the references`),
    ...[...names]
      .filter((name) => !referred.has(name) && !ALONE.includes(name))
      .map((name) => `${name} has no reference; is it a table that stands alone?`),
    ...ALONE.filter((name) => referred.has(name)).map((name) => `${name} does not stand alone`),
    ...ALONE.filter((name) => !names.has(name)).map((name) => `there is no table ${name}`),
    ...Object.keys(REFERENCES)
      .filter((column) => !columnNames.has(column))
      .map((column) => `there is no column ${column}`),
    ...Object.values(REFERENCES).flatMap((reference) =>
      reference && !names.has(reference[0]) ? `there is no table ${reference[0]}` : [],
    ),
  ];
};

/** Throws where the lists above and the entities disagree. */
export const dataModel = async (): Promise<string> => {
  const tables = await readTables();
  const faults = faultsOf(tables);
  if (faults.length > 0) throw new Error(`src/app/data-model.ts is out of date:\n${faults.join('\n')}`);
  const owners = [...Map.groupBy(tables, ({ module }) => module)];
  return [
    '# Data model',
    '',
    'All tables and how their rows refer to each other, generated from the entities by `npm run data-model`; columns that only hand-written SQL uses are left out.',
    '',
    '```mermaid',
    'erDiagram',
    ...tables.flatMap(edgesOf),
    ...tables.flatMap(boxOf),
    '```',
    '',
    '## Tables by module',
    '',
    ...owners.map(([module, owned]) => `- **${module}**: ${owned.map(({ name }) => `\`${name}\``).join(', ')}`),
    '',
  ].join('\n');
};

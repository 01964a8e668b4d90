/** Lint: TypeScript's recommended rules, and the architecture's directions as far as an import or a global shows them. */
'use strict';
const tseslint = require('typescript-eslint');

const environment = {
  object: 'process',
  property: 'env',
  message: 'Only src/config.ts reads the environment: it checks every setting at start and reports all faults at once.',
};
const clockMessage =
  'Take the time from the clock of src/platform: tests set it, and all times of one operation agree.';
const randomMessage = 'Take randomness from src/platform: one place decides its source and its length.';
const clockAndRandom = [
  { object: 'Date', property: 'now', message: clockMessage },
  { object: 'Math', property: 'random', message: randomMessage },
  { object: 'crypto', property: 'randomUUID', message: randomMessage },
];
const newDate = {
  selector: ':matches(NewExpression, CallExpression)[callee.name="Date"][arguments.length=0]',
  message: clockMessage,
};
const shield = {
  name: 'graphql-shield',
  message: 'Only src/schema/rules.ts and src/server/shield.ts import it: its traps stay known in two files.',
};
const uuid = ['node:crypto', 'crypto'].map((name) => ({
  name,
  importNames: ['randomUUID'],
  message: 'Take identifiers from src/platform: they are sortable and carry their type.',
}));
const converts = {
  selector:
    ':matches(CallExpression[callee.name=/^(String|Number|Boolean|BigInt)$/], CallExpression > Identifier.arguments[name=/^(String|Number|Boolean|BigInt)$/])',
  message:
    'Values of files are read by values.ts, which refuses what is no text or number: conversions of objects throw.',
};
// Statements of a table stand in its repository; `core` joins across tables for authority, liveness, endings and receipts; the rest is infrastructure.
const holdsSql = [
  'src/core/**/*.ts',
  'src/database/**/*.ts',
  'src/modules/*/{repository,*-repository,retention,personal-data}.ts',
  'src/provider/{repository,*-repository,retention}.ts',
  'src/retention/remove.ts',
  'src/tools/seed.ts',
  'src/tools/seed/*.ts',
  'src/worker/lease.ts',
];
const SQL =
  '/(^|\\()\\s*(--[^\\n]*\\s+)?(select|insert\\s+into|update\\s+[\\w.]+(\\s+as)?(\\s+[a-z])?\\s+set|delete\\s+from|with\\s+(recursive\\s+)?\\w+\\s+(\\(|as\\s)|truncate|merge\\s+into|lock\\s+table)\\s|exists\\s+\\(/i';
const sqlMessage =
  'A statement stands in the repository of its table: src/modules/<m>/repository.ts, or <table>-repository.ts.';
const sql = [
  { selector: `Literal[value=${SQL}]`, message: sqlMessage },
  { selector: `TemplateElement[value.raw=${SQL}]`, message: sqlMessage },
  {
    selector:
      'CallExpression[callee.property.name=/^(query|one|lookUp|execute|createQueryBuilder)$/][callee.object.name!="compiled"]',
    message: sqlMessage,
  },
  {
    selector:
      'CallExpression[callee.type="MemberExpression"][callee.object.type="CallExpression"][callee.property.name=/^(save|remove|clear)$/]',
    message: 'Repositories insert, update and delete: TypeORM loads rows before `save` and `remove`.',
  },
];

module.exports = tseslint.config(
  {
    ignores: [
      '**/dist/',
      'clients/typescript/src/generated/',
      'node_modules/',
      '.data/',
      'coverage/',
      'test-results/',
      'bench/results/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  {
    files: ['**/*.{js,cjs}'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-properties': ['error', environment, ...clockAndRandom],
      'no-restricted-syntax': ['error', newDate],
      'no-restricted-imports': ['error', { paths: [shield, ...uuid] }],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: [...holdsSql, 'src/platform/**', 'src/server/playground/**'],
    rules: { 'no-restricted-syntax': ['error', newDate, ...sql] },
  },
  {
    files: ['src/modules/import/formats/**/*.ts', 'src/modules/import/{record,history}.ts'],
    rules: { 'no-restricted-syntax': ['error', newDate, ...sql, converts] },
  },
  {
    // Interfaces that modules add to.
    files: ['src/**/vocabulary.ts'],
    rules: { '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }] },
  },
  // The OTEL_ variables are those of OpenTelemetry's own libraries, which read them too.
  {
    files: ['src/config.ts', 'src/app/tracing.ts'],
    rules: { 'no-restricted-properties': ['error', ...clockAndRandom] },
  },
  { files: ['src/schema/rules.ts'], rules: { 'no-restricted-imports': ['error', { paths: uuid }] } },
  { files: ['src/server/shield.ts'], rules: { 'no-restricted-imports': ['error', { paths: uuid }] } },
  {
    files: ['src/platform/**/*.ts'],
    rules: {
      'no-restricted-properties': ['error', environment],
      'no-restricted-syntax': 'off',
      'no-restricted-imports': ['error', { paths: [shield] }],
    },
  },
  {
    // Runs in the browser, which has its own clock and randomness.
    files: ['src/server/playground/client/**'],
    rules: { 'no-restricted-properties': ['error', environment], 'no-restricted-syntax': 'off' },
  },
);

/**
 * The floor plan: which part of src may import which. Imports of types count. The order of the modules is the one in src/app/modules.ts.
 * `npm run floors` checks it; ARCHITECTURE.md explains it.
 */
'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const path = require('node:path');

/** From the ground up; each floor may import itself and those before it. */
const FLOORS = [
  ['platform'],
  ['mail', 'push', 'config\\.ts'],
  ['schema'],
  ['database'],
  ['core'],
  ['modules'],
  ['provider', 'server', 'worker', 'retention', 'tools'],
  ['app', 'main\\.ts'],
];

const text = readFileSync(path.join(__dirname, 'src/app/modules.ts'), 'utf8');
const folders = new Map(
  [...text.matchAll(/import \{ (\w+) \} from '\.\.\/modules\/([^']+)'/g)].map(([, name, folder]) => [name, folder]),
);
const list = /export const modules = \[([^\]]*)\]/.exec(text)[1];
const modules = [...list.matchAll(/\w+/g)].flatMap(([name]) => folders.get(name) ?? []);
if (modules.length !== folders.size) throw new Error('src/app/modules.ts imports a module that is not in its list');
const unlisted = readdirSync(path.join(__dirname, 'src/modules')).filter((name) => !modules.includes(name));
if (unlisted.length > 0)
  throw new Error(`src/app/modules.ts does not list src/modules/${unlisted.join(', src/modules/')}`);

const within = (names) => `^src/(${names.join('|')})(/|$)`;
const floors = FLOORS.flatMap((names, floor) => {
  const above = FLOORS.slice(floor + 1).flat();
  return above.length === 0
    ? []
    : [
        {
          name: `${names[0]} imports nothing from above`,
          severity: 'error',
          from: { path: within(names) },
          to: { path: within(above) },
        },
      ];
});
const order = modules.slice(0, -1).map((name, i) => ({
  name: `${name} imports no later module`,
  severity: 'error',
  from: { path: `^src/modules/${name}/` },
  to: { path: `^src/modules/(${modules.slice(i + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    {
      name: 'every file stands on a floor',
      severity: 'error',
      from: { path: '^src/', pathNot: within(FLOORS.flat()) },
      to: {},
    },
    {
      name: 'no file on no floor is imported',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^src/', pathNot: within(FLOORS.flat()) },
    },
    ...floors,
    ...order,
    {
      name: 'a module is imported by its index alone',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/[^/]+/(?!index\\.ts$)', pathNot: '^src/modules/$1/' },
    },
    {
      name: 'a module is imported by its index alone (from outside)',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/modules/' },
      to: { path: '^src/modules/[^/]+/(?!index\\.ts$)' },
    },
    {
      name: 'a module does not import its own index',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/$1/index\\.ts$' },
    },
    {
      name: 'worker, retention, provider and tools do not import the server, nor each other',
      severity: 'error',
      from: { path: '^src/(worker|retention|provider|tools)/' },
      to: { path: '^src/(worker|retention|provider|server|tools)/', pathNot: '^src/$1/' },
    },
    { name: 'no circles of files', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no circles of folders', scope: 'folder', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/server/playground/client/' },
    includeOnly: '^src/',
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js'] },
  },
};

/** Bundles the playground into the `assets` of the build that this file is part of, so that it loads nothing from other servers. */
import { readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { ROOT } from '../../platform/root';
import { assetsDirectory as outdir, type Manifest, manifestName } from './assets';

const sources = join(ROOT, 'src/server/playground');

/** GraphiQL's own style sheet already includes that of the Monaco editor. */
const withoutMonacoStyles: Plugin = {
  name: 'without-monaco-styles',
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' })),
};

const common: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  metafile: true,
  legalComments: 'none',
  logLevel: 'warning',
  target: 'es2022',
  define: { 'process.env.NODE_ENV': '"production"' },
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  assetNames: '[name]-[hash]',
  plugins: [withoutMonacoStyles],
};

const workers = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
} as const;

async function main(): Promise<void> {
  const [page, background] = await Promise.all([
    build({
      ...common,
      outdir,
      entryPoints: { playground: join(sources, 'client/main.tsx') },
      format: 'esm',
      splitting: true,
      jsx: 'automatic',
    }),
    build({ ...common, outdir, entryPoints: workers, format: 'iife' }),
  ]);
  const outputs = { ...page.metafile!.outputs, ...background.metafile!.outputs };
  const files = Object.keys(outputs).map((path) => basename(path));
  const entry = (source: string) =>
    basename(Object.keys(outputs).find((path) => outputs[path]!.entryPoint?.endsWith(source))!);
  const script = entry('client/main.tsx');
  const manifest: Manifest = {
    files,
    script,
    style: basename(Object.entries(outputs).find(([path]) => basename(path) === script)![1]!.cssBundle!),
    workers: { editor: entry(workers.editor), json: entry(workers.json), graphql: entry(workers.graphql) },
  };
  await Promise.all(files.map((file) => compress(join(outdir, file))));
  await writeFile(join(outdir, manifestName), JSON.stringify(manifest, null, 2));
}

async function compress(path: string): Promise<void> {
  await writeFile(`${path}.gz`, await promisify(gzip)(await readFile(path)));
}

void main().catch((error: unknown) => {
  console.error('Failed to build the playground:', error);
  process.exitCode = 1;
});

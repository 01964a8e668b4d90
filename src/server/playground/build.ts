/**
 * Bundles the playground into `dist/server/playground/assets`, so that it loads nothing from other servers. Does nothing if neither its sources
 * nor the lock file have changed.
 */
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { assetsDirectory, type Manifest, manifestName } from './assets';

const root = resolve(__dirname, '../../..');
const sources = join(root, 'src/server/playground');

/** GraphiQL's own style sheet already includes that of the Monaco editor. */
const withoutMonacoStyles: Plugin = {
  name: 'without-monaco-styles',
  setup: ({ onLoad }) => onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: '', loader: 'css' })),
};

const common: BuildOptions = {
  absWorkingDir: root,
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
  const inputs = await fingerprint();
  if ((await builtFrom()) === inputs) return;

  await mkdir(dirname(assetsDirectory), { recursive: true });
  const outdir = await mkdtemp(`${assetsDirectory}-`);
  try {
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
      inputs,
      files,
      script,
      style: basename(Object.entries(outputs).find(([path]) => basename(path) === script)![1]!.cssBundle!),
      workers: { editor: entry(workers.editor), json: entry(workers.json), graphql: entry(workers.graphql) },
    };
    await Promise.all(files.map((file) => compress(join(outdir, file))));
    await writeFile(join(outdir, manifestName), JSON.stringify(manifest, null, 2));
    // Temporary directories are private, but the service may run as a different user than the build.
    await chmod(outdir, 0o755);
    await rm(assetsDirectory, { recursive: true, force: true });
    await rename(outdir, assetsDirectory).catch(async (error: unknown) => {
      // Another build of the same sources may have finished first.
      if ((await builtFrom()) !== inputs) throw error;
    });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

async function fingerprint(): Promise<string> {
  const of = async (directory: string) =>
    (await readdir(join(sources, directory))).sort().map((file) => join(sources, directory, file));
  const hash = createHash('sha256');
  for (const path of [
    join(root, 'package-lock.json'),
    join(sources, 'build.ts'),
    ...(await of('examples')),
    ...(await of('client')),
  ]) {
    hash.update(path.slice(root.length)).update(await readFile(path));
  }
  return hash.digest('hex');
}

async function builtFrom(): Promise<string | undefined> {
  try {
    return (JSON.parse(await readFile(join(assetsDirectory, manifestName), 'utf8')) as Manifest).inputs;
  } catch {
    return undefined;
  }
}

async function compress(path: string): Promise<void> {
  await writeFile(`${path}.gz`, await promisify(gzip)(await readFile(path)));
}

void main().catch((error: unknown) => {
  console.error('Failed to build the playground:', error);
  process.exitCode = 1;
});

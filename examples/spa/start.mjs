/** Bundles the application and serves it, on its own origin. Reads CLIENT_ID, ISSUER and SPA_PORT from the environment. */
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const fail = (message) => {
  console.error(message);
  process.exit(1);
};

const BOOTSTRAP = '.data/bootstrap.json';
const issuerOfService = () =>
  existsSync(BOOTSTRAP) ? JSON.parse(readFileSync(BOOTSTRAP, 'utf8')).issuer : 'http://127.0.0.1:4000/oidc';

const { CLIENT_ID, ISSUER = issuerOfService(), SPA_PORT = '5173' } = process.env;
if (!CLIENT_ID) fail('Set CLIENT_ID to the client id of the application. The README says how to register it.');

const { outputFiles } = await build({
  entryPoints: { app: here('src/main.tsx') },
  bundle: true,
  minify: true,
  write: false,
  outdir: '/',
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  alias: { '@castellan/client': here('../../clients/typescript/src/index.ts') },
  define: { 'process.env.NODE_ENV': '"production"' },
});

const files = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
files.set('/settings.json', JSON.stringify({ issuer: ISSUER, clientId: CLIENT_ID }));
const page = await readFile(here('index.html'));
const typeOf = (path) =>
  path.endsWith('.js') ? 'text/javascript' : path.endsWith('.css') ? 'text/css' : 'application/json';

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://localhost');
  const file = files.get(pathname);
  response.writeHead(200, { 'content-type': `${file ? typeOf(pathname) : 'text/html'}; charset=utf-8` });
  // Every other path is a page of the application.
  response.end(file ?? page);
})
  .on('error', ({ code, message }) =>
    fail(code === 'EADDRINUSE' ? `Port ${SPA_PORT} is in use. Set SPA_PORT to another one.` : message),
  )
  .listen(Number(SPA_PORT), '127.0.0.1', () => console.log(`The application runs at http://127.0.0.1:${SPA_PORT}`));

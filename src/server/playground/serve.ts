/** `/playground`: GraphiQL and its page, available on this machine only, with a strict content security policy. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { escapeHtml } from '../../provider/pages/html';
import { errorPage, lookIn, renderPage } from '../../provider/pages';
import type { Need } from './examples/needs';
import { type Manifest, manifestName } from './assets';

export interface PlaygroundOptions {
  /** The directory of the bundle. */
  assets: string;
  publicUrl: string;
  issuer: string;
  graphql: string;
  clientId: string;
  /** What each example needs, by its title. */
  needs: Record<string, Need[]>;
}

const contentTypes: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** Serves the playground; returns false if `path` does not belong to it. */
export async function servePlayground(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  options: PlaygroundOptions,
): Promise<boolean> {
  if (path !== '/playground' && !path.startsWith('/playground/')) return false;
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end();
    return true;
  }
  const manifest = await readManifest(options.assets);
  if (!manifest) {
    const message = 'The playground has not been built. Run “npm run build” and restart the service.';
    const page = errorPage({ title: (t) => t.errors.notAvailable, message: () => message });
    const { headers, body } = renderPage(page, lookIn('en'));
    send(req, res, 503, headers, body);
  } else if (path === '/playground' || path === '/playground/callback') {
    sendPage(req, res, manifest, options);
  } else if (path === '/playground/') {
    res.writeHead(308, { location: `${options.publicUrl}/playground`, 'content-length': 0 }).end();
  } else {
    return path.startsWith('/playground/assets/') && (await sendAsset(req, res, path, options.assets, manifest));
  }
  return true;
}

let manifest: Promise<Manifest | undefined> | undefined;

/** Cached once read. Retried while it is missing, so that a finishing build is noticed. */
async function readManifest(assets: string): Promise<Manifest | undefined> {
  manifest ??= readFile(join(assets, manifestName), 'utf8').then(
    (text) => JSON.parse(text) as Manifest,
    () => undefined,
  );
  const found = await manifest;
  if (!found) manifest = undefined;
  return found;
}

function sendPage(req: IncomingMessage, res: ServerResponse, built: Manifest, options: PlaygroundOptions): void {
  const page = document(built, options);
  const etag = `"${createHash('sha256').update(page).digest('base64url')}"`;
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': securityPolicy(options),
    'cache-control': 'no-cache',
    // The callback's address contains the authorization code, so the referrer must only carry the origin.
    'referrer-policy': 'strict-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    etag,
  };
  if (req.headers['if-none-match'] === etag) res.writeHead(304, headers).end();
  else send(req, res, 200, headers, page);
}

async function sendAsset(
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  directory: string,
  built: Manifest,
): Promise<boolean> {
  const name = path.split('/').pop()!;
  // Only file names from the manifest are joined to the directory.
  if (path !== `/playground/assets/${name}` || !built.files.includes(name)) return false;
  const packed = /\bgzip\b/.test(String(req.headers['accept-encoding'] ?? ''));
  send(
    req,
    res,
    200,
    {
      'content-type': contentTypes[extname(name)] ?? 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      // Workers use the policy of their own response, not that of the page.
      'content-security-policy': `default-src 'none'; script-src 'self'; connect-src 'self'`,
      vary: 'accept-encoding',
      ...(packed && { 'content-encoding': 'gzip' }),
    },
    await readFile(join(directory, packed ? `${name}.gz` : name)),
  );
  return true;
}

function document(built: Manifest, options: PlaygroundOptions): string {
  const assets = `${new URL(options.publicUrl).pathname.replace(/\/$/, '')}/playground/assets`;
  const workers = Object.fromEntries(
    Object.entries(built.workers).map(([label, file]) => [label, `${assets}/${file}`]),
  );
  const { assets: _, ...settingsOfPage } = options;
  const settings = JSON.stringify({ ...settingsOfPage, workers }).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Playground · Castellan</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${escapeHtml(assets)}/${built.style}">
<script type="application/json" id="settings">${settings}</script>
<script type="module" src="${escapeHtml(assets)}/${built.script}"></script>
</head>
<body>
<div id="root"></div>
<noscript><p>The playground is an editor and needs JavaScript. The service itself does not.</p></noscript>
</body>
</html>
`;
}

function securityPolicy({ publicUrl, issuer, graphql }: PlaygroundOptions): string {
  const here = new URL(publicUrl).origin;
  const elsewhere = (...urls: string[]) =>
    [...new Set(urls.map((url) => new URL(url).origin))].filter((origin) => origin !== here);
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `worker-src 'self'`,
    `style-src 'self' 'unsafe-inline'`,
    `font-src 'self' data:`,
    `img-src 'self' data:`,
    ['connect-src', `'self'`, ...elsewhere(issuer, graphql)].join(' '),
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `base-uri 'none'`,
  ].join('; ');
}

function send(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): void {
  res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  res.end(req.method === 'HEAD' ? undefined : body);
}

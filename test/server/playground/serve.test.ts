/** The playground over real HTTP: what it serves, under which headers, and what it does not serve. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { servePlayground } from '../../../src/server/playground/serve';
import { built } from '../../support/built';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((req, res) => {
    const path = req.url!.split('?')[0]!;
    const options = {
      assets: built('server/playground/assets'),
      publicUrl: url,
      issuer: `${url}/oidc`,
      graphql: `${url}/graphql`,
      clientId: `</script><script>`,
      needs: {},
    };
    void servePlayground(req, res, path, options).then((handled) => handled || res.writeHead(404).end('not handled'));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

it.each(['/playground', '/playground/callback?code=1'])('%s is the page, under a strict policy', async (path) => {
  const response = await fetch(url + path);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = response.headers.get('content-security-policy')!;
  expect(policy).toContain(
    `default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline';`,
  );
  expect(policy).toContain(`connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'`);
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  expect(response.headers.get('referrer-policy')).toBe('strict-origin');
});

it('answers 304 to a browser that has the page', async () => {
  const etag = (await fetch(`${url}/playground`)).headers.get('etag')!;
  const again = await fetch(`${url}/playground`, { headers: { 'if-none-match': etag } });
  expect(again.status).toBe(304);
  expect(await again.text()).toBe('');
});

it('hands its settings over as data that cannot close the element they are in', async () => {
  const page = await (await fetch(`${url}/playground`)).text();
  const settings = /<script type="application\/json" id="settings">(.*?)<\/script>/.exec(page)![1]!;
  expect(JSON.parse(settings)).toMatchObject({ clientId: '</script><script>', graphql: `${url}/graphql` });
});

it('serves everything the page and its workers name, for ever, from here alone', async () => {
  const page = await (await fetch(`${url}/playground`)).text();
  expect(page).not.toMatch(/(src|href)="(https?:)?\/\//);
  const names = new Set(page.match(/\/playground\/assets\/[\w.-]+/g));
  expect(names.size).toBe(5);
  for (const name of names) {
    const response = await fetch(url + name);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(name.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect((await response.text()).length).toBeGreaterThan(1000);
  }
});

it('sends the same asset packed and unpacked', async () => {
  const page = await (await fetch(`${url}/playground`)).text();
  const script = /src="([^"]+)"/.exec(page)![1]!;
  const packed = await fetch(url + script, { headers: { 'accept-encoding': 'gzip' } });
  const plain = await fetch(url + script, { headers: { 'accept-encoding': 'identity' } });
  expect(packed.headers.get('content-encoding')).toBe('gzip');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(await packed.text()).toBe(await plain.text());
});

it.each([
  '/playground/assets/manifest.json',
  '/playground/assets/../serve.js',
  '/playground/assets/..%2fserve.js',
  '/playground/assets/',
  '/playground/assets/x/../../serve.js',
  '/playground/assets/..\\serve.js',
  '/playground/other',
  '/playgrounds',
])('does not serve %s', async (path) => {
  expect(await statusOf(path)).toBe(404);
});

it('refuses methods other than GET and HEAD', async () => {
  const response = await fetch(`${url}/playground`, { method: 'POST' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET, HEAD');
});

it('answers HEAD with headers alone', async () => {
  const response = await fetch(`${url}/playground`, { method: 'HEAD' });
  expect(Number(response.headers.get('content-length'))).toBeGreaterThan(500);
  expect(await response.text()).toBe('');
});

/** `fetch` tidies paths up before it sends them; an attacker does not. */
async function statusOf(path: string): Promise<number> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return Number(answer.split(' ')[1]);
}

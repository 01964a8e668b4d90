/** PUBLIC_URL with a path, behind proxies that keep the path or take it away: everything a client or a browser does works below it. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { readConfig } from '../../src/config';
import { browse, CookieJar, formWith } from '../../src/tools/browser';
import { signIn, signOut } from '../../src/tools/oidc-flow';
import { describeInBrowser, launchBrowser } from '../support/browser';
import * as graphql from '../support/graphql';
import { until } from '../support/jobs';
import { freePort, runToEnd, type Service, startService } from '../support/service';

jest.setTimeout(120_000);

interface Proxy {
  origin: string;
  stop(): unknown;
}

/** Hands `/id/…` and `/.well-known/…` on as they are, and is another service everywhere else. */
const keepingProxy = async (port: number): Promise<Proxy> => {
  const handle = (req: IncomingMessage, res: ServerResponse) => {
    if (!/^\/(id|\.well-known)([/?]|$)/.test(req.url!))
      return res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(req.headers));
    const onward = request(
      { port, host: '127.0.0.1', method: req.method, path: req.url, headers: req.headers },
      (answer) => answer.pipe(res.writeHead(answer.statusCode!, answer.rawHeaders)),
    );
    onward.on('error', () => res.writeHead(502).end());
    req.pipe(onward);
  };
  const server = await new Promise<Server>((done) => {
    const made: Server = createServer(handle).listen(0, '127.0.0.1', () => done(made));
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
};

const NGINX = '/usr/sbin/nginx';

/** nginx, as most people set it up: with a `/` at the end of `proxy_pass` it takes the path away. */
const strippingProxy = async (port: number): Promise<Proxy> => {
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  const own = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${directory}/${name};`,
  );
  const to = `proxy_pass http://127.0.0.1:${port}`;
  fs.writeFileSync(
    path.join(directory, 'nginx.conf'),
    `daemon off; pid ${directory}/pid; error_log ${directory}/error.log;
     events {}
     http { access_log off; ${temporary.join(' ')}
       server { listen 127.0.0.1:${own};
         location /id/ { ${to}/; }
         location /.well-known/ { ${to}; } } }`,
  );
  const child: ChildProcess = spawn(NGINX, ['-c', path.join(directory, 'nginx.conf'), '-p', directory], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const origin = `http://127.0.0.1:${own}`;
  await until(
    () =>
      fetch(origin).then(
        () => true,
        () => false,
      ),
    'nginx does not start',
  );
  const stop = async () => {
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGTERM');
    await ended;
    fs.rmSync(directory, { recursive: true, force: true });
  };
  return { origin, stop };
};

const PROXIES: [string, (port: number) => Promise<Proxy>][] = [['a proxy that keeps the path', keepingProxy]];
if (fs.existsSync(NGINX)) PROXIES.push(['nginx, which takes the path away', strippingProxy]);

describe.each(PROXIES)('behind %s', (_, startProxy) => {
  let proxy: Proxy;
  let service: Service;
  let admin: graphql.Ask;
  let web: graphql.Registered;
  let person: graphql.Person;
  beforeAll(async () => {
    const port = await freePort();
    proxy = await startProxy(port);
    service = await startService({ env: { PORT: String(port), PUBLIC_URL: `${proxy.origin}/id` } });
    admin = graphql.as(service, await graphql.adminToken(service));
    web = await graphql.webApplication(service, admin);
    person = await graphql.createPerson(admin, 'below');
  });
  afterAll(async () => {
    await service?.stop();
    await proxy?.stop();
  });

  test('discovery is found in both ways, and names addresses below the path alone', async () => {
    const issuer = `${proxy.origin}/id/oidc`;
    expect(service.url).toBe(`${proxy.origin}/id`);
    for (const at of [
      `${issuer}/.well-known/openid-configuration`,
      `${proxy.origin}/.well-known/oauth-authorization-server/id/oidc`,
      `${proxy.origin}/.well-known/openid-configuration/id/oidc`,
      `${proxy.origin}/id/.well-known/oauth-authorization-server`,
    ]) {
      const metadata = (await (await fetch(at)).json()) as Record<string, unknown>;
      expect([at, metadata.issuer]).toEqual([at, issuer]);
      for (const [name, value] of Object.entries(metadata))
        if (name.endsWith('_endpoint') || name.endsWith('_uri'))
          expect(`${name} ${value as string}`).toContain(` ${issuer}/`);
    }
    expect((await fetch(`${issuer}/jwks`)).status).toBe(200);
    expect((await fetch(`${proxy.origin}/.well-known/oauth-authorization-server/oidcs`)).status).toBe(404);
  });

  test('a person signs in and out in the browser, whose cookies stay below the path', async () => {
    const jar = new CookieJar();
    const addresses: string[] = [];
    const options = {
      ...web,
      redirectUri: graphql.REDIRECT_URI,
      username: person.username,
      password: graphql.PASSWORD,
    };
    const { tokens } = await signIn({
      ...options,
      scope: 'openid self',
      jar,
      onPage: ({ url, html }) => {
        addresses.push(url.href);
        for (const [, address] of html.matchAll(/ (?:href|src|action)="(\/[^"]*)"/g))
          addresses.push(proxy.origin + address!);
      },
    });
    expect(addresses.length).toBeGreaterThan(2);
    for (const address of addresses) expect(`${address}/`).toContain(`${proxy.origin}/id/`);
    expect(jar.header(new URL(`${proxy.origin}/id/oidc/auth`))).toContain('castellan_session');
    for (const other of ['/', '/other', '/idx', '/oidc/auth', '/signin/x'])
      expect([other, jar.header(new URL(proxy.origin + other))]).toEqual([other, '']);
    const { data } = await graphql.as(service, tokens.access_token)('{ viewer { user { username } } }');
    expect(data.viewer.user.username).toBe(person.username);
    await signOut(web.issuer, jar, { id_token_hint: tokens.id_token! });
    expect(jar.header(new URL(`${proxy.origin}/id/oidc/auth`))).not.toContain('castellan_session=');
  });

  test('links lead below the path, and so do the pages behind them', async () => {
    const { data } = await admin(
      `mutation { createRecoveryLink(input: {userId: "${person.id}"}) { link errors { code } } }`,
    );
    const { link } = data.createRecoveryLink as { link: string };
    expect(link).toMatch(new RegExp(`^${proxy.origin}/id/signin/recovery\\?`));
    const page = await fetch(link);
    const html = await page.text();
    expect(page.status).toBe(200);
    const paths = [...html.matchAll(/ (?:href|src|action)="(\/[^"]*)"/g)].map(([, at]) => at!);
    expect(paths.filter((at) => !at.startsWith('/id/'))).toEqual([]);
    for (const script of paths.filter((at) => at.endsWith('.js')))
      expect((await fetch(proxy.origin + script)).headers.get('content-type')).toContain('javascript');
  });

  test('the playground, uploads, downloads, health and errors', async () => {
    const home = await (await fetch(`${service.url}/`)).text();
    expect(home).toContain(`${service.url}/playground`);
    const page = await (await fetch(`${service.url}/playground`)).text();
    const assets = [...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, at]) => at!);
    expect(assets.length).toBeGreaterThan(1);
    for (const at of assets) expect([at, (await fetch(proxy.origin + at)).status]).toEqual([at, 200]);
    const authorization = `Bearer ${await graphql.adminToken(service)}`;
    const exported = await fetch(`${service.url}/exports/users?format=csv`, { headers: { authorization } });
    expect([exported.status, (await exported.text()).includes('below')]).toEqual([200, true]);
    const body = 'username\nuploaded\n';
    const imported = await fetch(`${service.url}/imports?format=csv`, {
      method: 'POST',
      headers: { authorization },
      body,
    });
    expect(await imported.json()).toMatchObject({ import: { ready: 1 } });
    const health = await fetch(`${service.url}/readyz`);
    expect([health.status, health.headers.get('strict-transport-security')]).toEqual([200, null]);
    const missing = await fetch(`${service.url}/nothing`);
    expect([missing.status, (await missing.text()).match(/href="(\/id)"/)?.[1]]).toEqual([404, '/id']);
  });

  describeInBrowser('in Chromium', () => {
    let browser: Browser;
    beforeAll(async () => void (browser = (await launchBrowser())!));
    afterAll(() => browser?.close());

    test('a person signs in to the playground', async () => {
      const page = await (await browser.newContext()).newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.goto(`${service.url}/playground`);
      await page.getByText('Sign in to run operations').waitFor();
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.locator('#username').fill(service.admin.username);
      await page.locator('#password').fill(service.admin.password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByTestId('username').waitFor();
      expect(page.url()).toBe(`${service.url}/playground`);
      expect(await page.getByTestId('username').innerText()).toBe('admin');
      expect(complaints).toEqual([]);
    });
  });
});

test('over https, cookies are bound to the path under a name that browsers guard, and every answer says HSTS', async () => {
  const port = await freePort();
  const service = await startService({ env: { PORT: String(port), PUBLIC_URL: 'https://example.com/id/' } });
  try {
    expect(service.url).toBe('https://example.com/id');
    const at = `http://127.0.0.1:${port}`;
    const query = new URLSearchParams({
      ...{ client_id: 'playground', response_type: 'code', scope: 'openid', code_challenge_method: 'S256' },
      ...{ redirect_uri: 'https://example.com/id/playground/callback', code_challenge: 'x'.repeat(43) },
    });
    for (const [path, status] of [
      ['/livez', 200],
      ['/nothing', 404],
      ['/graphql', 400],
      ['/playground', 200],
      ['/oidc/jwks', 200],
      ['/oidc/token', 400],
    ] as const) {
      const answer = await fetch(`${at}${path}`, { method: path === '/oidc/token' ? 'POST' : 'GET' });
      expect([path, answer.status, answer.headers.get('strict-transport-security')]).toEqual([
        path,
        status,
        'max-age=31536000',
      ]);
    }
    for (const base of ['', '/id']) {
      const answer = await fetch(`${at}${base}/oidc/auth?${query}`, { redirect: 'manual' });
      expect(answer.status).toBe(303);
      expect(answer.headers.get('location')).toMatch(/^\/id\/signin\/[\w-]+$/);
      const cookies = answer.headers.getSetCookie();
      for (const cookie of cookies) expect(cookie).toMatch(/; path=\/id(\/|;|$).*; secure/i);
    }
    // As a browser would behind TLS: the same addresses, on this process.
    const jar = new CookieJar();
    const here = (address: string) => new URL(address.replace('https://example.com', ''), at);
    const start = await browse(here(`/id/oidc/auth?${query}`), jar);
    const url = here(start.headers.get('location')!);
    const page = { url, status: 200, html: await (await browse(url, jar)).text() };
    const { action, fields } = formWith(page, 'password')!;
    const form = { ...fields, username: service.admin.username, password: service.admin.password };
    const signedIn = await browse(action, jar, { form });
    const resumed = await browse(here(signedIn.headers.get('location')!), jar);
    expect(resumed.headers.get('location')).toMatch(/^https:\/\/example\.com\/id\/playground\/callback\?code=/);
    const sent = jar.header(here('/id/oidc/auth'));
    expect(sent).toContain('__Secure-castellan_session=');
    expect(sent).toContain('__Secure-castellan_browser=');
    expect(sent).not.toContain('__Host-');
    expect(jar.header(here('/other'))).toBe('');
  } finally {
    await service.stop();
  }
});

test.each([
  ['https://example.com/id/', 'https://example.com/id'],
  ['https://example.com/a/b.c/', 'https://example.com/a/b.c'],
  ['https://example.com', 'https://example.com'],
])('PUBLIC_URL=%s is %s', (given, read) => {
  expect(readConfig({ PUBLIC_URL: given }).publicUrl).toBe(read);
});

test.each(['/oidc', '/signin/x', '/.well-known', '/graphql/', '/a b', '/a%2Fb', '//a', '/a//b', '/id?x=1', '/id#x'])(
  'PUBLIC_URL with the path %s is refused',
  async (at) => {
    expect(() => readConfig({ PUBLIC_URL: `https://example.com${at}` })).toThrow(
      /PUBLIC_URL must be an http or https URL/,
    );
    if (at === '/oidc')
      expect((await runToEnd({ PORT: '0', PUBLIC_URL: `https://example.com${at}` })).stderr).toContain('PUBLIC_URL');
  },
);

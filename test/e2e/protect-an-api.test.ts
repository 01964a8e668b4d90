/** docs/protect-an-api.md is true: its commands and its code run as they are written, in the languages that are installed here. */
import { execFileSync } from 'node:child_process';
import { clientCredentials } from '../../src/tools/oidc-flow';
import { type Running, startProgram } from '../support/example';
import * as graphql from '../support/graphql';
import { type Block, blocksOf, DocumentPage, type Reader, readerBeside } from '../support/page-code';
import { freePort, type Service, startService } from '../support/service';

jest.setTimeout(180_000);

const isInstalled = (file: string, ...args: string[]): boolean => {
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    console.warn(`The guide for APIs is not run with ${file}, which is not installed.`);
    return false;
  }
};

/** Maven downloads much at first: only with `npm run test:clients`. */
const LANGUAGES = [
  { language: 'Node', port: '4001', present: true },
  { language: 'Python', port: '4002', present: isInstalled('python3', '--version') },
  { language: 'Go', port: '4003', present: isInstalled('go', 'version') },
  {
    language: 'Java',
    port: '4004',
    present: process.env.CLIENT_TOOLCHAINS === '1' && isInstalled('mvn', '--version'),
  },
];
const present = LANGUAGES.filter((one) => one.present);

let service: Service;
let reader: Reader;
let page: DocumentPage;
let guide: string;
const running: Running[] = [];
const ports: Record<string, string> = {};
/** What the commands of the guide have defined. */
let defined: Record<string, string>;

const sectionOf = (title: string): string => guide.split(/^#{2,3} /m).find((section) => section.startsWith(title))!;
const bashOf = (blocks: Block[]): string =>
  blocks
    .filter(({ tag }) => tag === 'bash')
    .map(({ code }) => code)
    .join('');

const NAMES = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'access_token', 'token'];
NAMES.push('caller_application', 'caller_id', 'caller_secret');

/** Runs commands, and gives the values of the variables that they define. */
const define = async (commands: string): Promise<Record<string, string>> => {
  const { stdout, stderr } = await reader.bash(
    `{ ${commands}\n} >/dev/null; for name in ${NAMES.join(' ')}; do printf '%s=%s\\n' "$name" "\${!name}"; done`,
  );
  expect(stderr).toBe('');
  return Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
};

/** The terminal of somebody who has run the commands so far: their functions and variables. */
const terminalWith = (variables: Record<string, string>): string =>
  [
    bashOf(blocksOf(guide.slice(0, guide.indexOf('## Register')))),
    ...Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`),
  ].join('');

beforeAll(async () => {
  service = await startService();
  for (const { language } of LANGUAGES) ports[language] = String(await freePort());
  page = new DocumentPage('docs/protect-an-api.md', (text) =>
    text.replace(/\b400[1-4]\b/g, (port) => ports[LANGUAGES.find((one) => one.port === port)!.language]!),
  );
  guide = page.text;
  reader = readerBeside(service, page);
  defined = await define(bashOf(blocksOf(guide.slice(0, guide.indexOf('### Node')))));
  const { ISSUER, CLIENT_ID, CLIENT_SECRET } = defined as Record<string, string>;
  for (const { language } of present) {
    const section = sectionOf(language);
    for (const { file, tag, code } of blocksOf(section)) {
      if (file) reader.save(file, code);
      else if (tag === 'bash') await reader.bash(code);
    }
    const build = /`(mvn [^`]+)`/.exec(section)?.[1];
    if (build) await reader.bash(build);
    const [file, ...args] = /[Ss]tart it with `([^`]+)`/.exec(section)![1]!.split(' ');
    const env = { ISSUER: ISSUER!, CLIENT_ID: CLIENT_ID!, CLIENT_SECRET: CLIENT_SECRET! };
    running.push(await startProgram(file!, args, { cwd: reader.directory, env, ready: /listening/ }));
  }
});
afterAll(async () => {
  for (const one of running) await one.stop();
  await service?.stop();
  reader?.remove();
});

const call = (language: string, { method = 'GET', token }: { method?: string; token?: string }) =>
  fetch(`http://127.0.0.1:${ports[language]}/orders`, {
    method,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });

const newToken = async (): Promise<string> =>
  (
    await clientCredentials(
      { issuer: defined.ISSUER!, clientId: defined.caller_id!, clientSecret: defined.caller_secret! },
      { scope: 'orders:read', resource: 'https://orders.example.com' },
    )
  ).access_token;

describe.each(present)('the API in $language', ({ language }) => {
  it('lets a token in that may read, and sees its end with the next request', async () => {
    const token = await newToken();
    const answer = await call(language, { token });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ caller: defined.caller_id, orders: ['one', 'two'] });
    const revoked = await fetch(`${defined.ISSUER}/revoke`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${defined.caller_id}:${defined.caller_secret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ token }),
    });
    expect(revoked.status).toBe(200);
    expect((await call(language, { token })).status).toBe(401);
  });

  it('refuses what is missing, made up, for something else, or not enough, and says so', async () => {
    const token = await newToken();
    const asked = {
      none: await call(language, {}),
      'made up': await call(language, { token: 'x'.repeat(43) }),
      'of the service': await call(language, { token: defined.token! }),
      'without the scope': await call(language, { method: 'POST', token }),
    };
    expect(Object.fromEntries(Object.entries(asked).map(([name, { status }]) => [name, status]))).toEqual({
      ...{ none: 401, 'made up': 401, 'of the service': 401 },
      'without the scope': 403,
    });
    for (const { headers } of Object.values(asked)) expect(headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(asked['without the scope'].headers.get('www-authenticate')).toContain('insufficient_scope');
  });
});

it('its calls answer what it says, until the caller is disabled', async () => {
  const blocks = blocksOf(sectionOf('Call it'));
  const [before, after] = blocks.filter(({ tag }) => tag === 'bash').map(({ code }) => code);
  const terminal = terminalWith({ ...defined, access_token: await newToken() });
  const { stdout, stderr } = await reader.bash(`${terminal}${before}\necho ---\n${after}`);
  expect(stderr).toBe('');
  const [first, second] = stdout.split('---\n');
  const shown = page.run(blocks.find(({ tag }) => tag === 'text')!.code);
  expect(first!.trim()).toBe(shown.replace('…', defined.caller_id!).trim());
  expect(second).toMatch(/"accessTokens":[1-9]\d*.*\n?401\n$/s);
});

it('its check of a JWT accepts what it should, and the receipt names what lives on', async () => {
  const blocks = blocksOf(sectionOf('Tokens that the API checks'));
  const script = blocks.find(({ file }) => file)!;
  reader.save(script.file!, script.code);
  const [register, request, check] = blocks.filter(({ tag }) => tag === 'bash').map(({ code }) => code);
  const caller = await define(`${terminalWith(defined)}${register}${request}`);
  const checked = (access_token: string) => reader.bash(`${terminalWith({ ...caller, access_token })}${check}`);

  const { stdout, stderr } = await checked(caller.access_token!);
  expect(stderr).toBe('');
  expect(stdout).toContain("scope: 'orders:read'");
  const shown = page.run(blocks.find(({ tag }) => tag === '')!.code);
  const names = (text: string) => [...text.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  expect(names(stdout)).toEqual(names(shown));
  const tokenId = /jti: '(tok_\w+)'/.exec(stdout)![1];
  await expect(checked(`${caller.access_token!.slice(0, -4)}AAAA`)).rejects.toThrow(
    'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
  );

  const admin = graphql.as(service, await graphql.adminToken(service));
  const { code: query } = blocks.find(({ tag }) => tag === 'graphql')!;
  const { disableApplication } = await graphql.ok(
    admin(
      page
        .run(query)
        .replace('disableUser', 'disableApplication')
        .replace('userId: "usr_…"', `applicationId: "${caller.caller_application}"`),
    ),
  );
  expect(disableApplication.revocation.residual.tokens).toEqual([
    { tokenId, resource: 'https://orders.example.com/jwt', expiresAt: expect.any(String) },
  ]);
  expect((await checked(caller.access_token!)).stdout).toContain(tokenId);
});

it('an identifier that is registered already is refused, as it says', async () => {
  const [register] = blocksOf(guide.slice(guide.indexOf('## Register'))).map(({ code }) => code);
  const { stdout } = await reader.bash(`${terminalWith(defined)}${register!.split('\nexport')[0]}\necho "$api"`);
  expect(stdout).toContain('A resource server with this identifier already exists.');
});

it('gives the scopes of a role with the operation that it shows', async () => {
  const admin = graphql.as(service, await graphql.adminToken(service));
  const roleId = await graphql.createRole(admin, 'Order desk', []);
  const { code } = page.section('Scopes that need a role').find(({ tag }) => tag === 'graphql')!;
  const { setResourceScopes } = await graphql.ok(admin(page.run(code).replace('rol_…', roleId)));
  expect(setResourceScopes.role.resourceScopes).toEqual([
    { resource: 'https://orders.example.com', scopes: ['orders:write'] },
  ]);
});

it('runs every block for which this machine has the language', () => {
  const missing = LANGUAGES.filter((one) => !one.present).flatMap(({ language }) => page.section(language));
  expect(page.left).toEqual(missing.map(({ code }) => code.split('\n')[0]));
});

/** docs/protect-an-api.md is true: its commands and its code run as they are written, in the languages that are installed here. */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { clientCredentials } from '../../src/tools/oidc-flow';
import { type Running, startProgram } from '../support/example';
import * as graphql from '../support/graphql';
import { type Block, blocksOf, type Reader, readerBeside, readPage } from '../support/page-code';
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

beforeAll(async () => {
  service = await startService();
  reader = readerBeside(service);
  guide = readPage('docs/protect-an-api.md');
  for (const { language, port } of LANGUAGES) {
    ports[language] = String(await freePort());
    guide = guide.replaceAll(port, ports[language]);
  }
  const setup = bashOf(blocksOf(guide.slice(0, guide.indexOf('## The API'))));
  const names = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'access_token', 'caller_id', 'caller_secret', 'token'];
  const { stdout, stderr } = await reader.bash(
    `${setup}\nfor name in ${names.join(' ')}; do printf '%s=%s\\n' "$name" "\${!name}"; done`,
  );
  expect(stderr).toBe('');
  defined = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
  const { ISSUER, CLIENT_ID, CLIENT_SECRET } = defined as Record<string, string>;
  for (const { language } of present) {
    const section = sectionOf(language);
    for (const { file, code } of blocksOf(section)) if (file) reader.save(file, code);
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
  const setup = bashOf(blocksOf(guide.slice(0, guide.indexOf('## Register'))));
  const access_token = await newToken();
  const { stdout, stderr } = await reader.bash(`access_token=${access_token}\n${setup}${before}\necho ---\n${after}`);
  expect(stderr).toBe('');
  const [first, second] = stdout.split('---\n');
  expect(first!.trim()).toBe(`{"caller":"${defined.caller_id}","orders":["one","two"]}403`);
  expect(second).toMatch(/"accessTokens":[1-9]\d*.*\n?401\n$/s);
});

it('its check of a JWT accepts what it should, and the receipt names what lives on', async () => {
  const section = sectionOf('Tokens that the API checks');
  const script = blocksOf(section).find(({ file }) => file)!;
  const path = reader.save(script.file!, script.code);
  const admin = graphql.as(service, await graphql.adminToken(service));
  const identifier = 'https://orders.example.com/jwt';
  await graphql.createApplication(service, admin, {
    ...{ name: 'JWT', kind: 'RESOURCE_SERVER', identifier, scopes: ['orders:read'], accessTokenFormat: 'JWT' },
  });
  const machine = await graphql.createApplication(service, admin, {
    ...{ name: 'M', kind: 'MACHINE', resourceScopes: [{ resource: identifier, scopes: ['orders:read'] }] },
  });
  const { access_token } = await clientCredentials(machine, { scope: 'orders:read', resource: identifier });
  const checked = async (token: string) => {
    const program = `import(process.argv[1]).then(({ check }) => check(process.argv[2])).then(({ jti }) => console.log(jti), ({ code }) => console.log(code))`;
    return execFileSync(process.execPath, ['-e', program, pathToFileURL(path).href, token], {
      env: { ...process.env, ISSUER: defined.ISSUER },
      encoding: 'utf8',
    }).trim();
  };
  const jti = await checked(access_token);
  expect(jti).toMatch(/^tok_/);
  expect(await checked(`${access_token.slice(0, -4)}AAAA`)).toBe('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
  const [, query] = blocksOf(section).map(({ code }) => code);
  expect(query).toContain('residual');
  const { disableApplication } = await graphql.ok(
    admin(
      query!
        .replace('disableUser', 'disableApplication')
        .replace('userId: "usr_…"', `applicationId: "${machine.applicationId}"`),
    ),
  );
  expect(disableApplication.revocation.residual.tokens).toEqual([
    { tokenId: jti, resource: identifier, expiresAt: expect.any(String) },
  ]);
  expect(await checked(access_token)).toBe(jti);
});

/** `npm run demo` against a running service: the world it makes, what a second run leaves alone, and what it says where it cannot run. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type OperationDefinitionNode, parse } from 'graphql';
import { examples } from '../../src/server/playground/examples';
import { clientCredentials, OidcError, signIn } from '../../src/tools/oidc-flow';
import { built } from '../support/built';
import { type Service, startService } from '../support/service';

const ROOT = join(__dirname, '../..');
let service: Service;
let first: Run;

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

const demo = (...args: string[]): Promise<Run> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [built('tools/demo.js'), ...args], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, DATA_DIR: service.dataDir },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });

// eslint-disable-next-line @typescript-eslint/no-explicit-any
const ask = async (query: string, token?: string, variables?: object, operationName?: string): Promise<any> => {
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const machine = { issuer: `${service.url}/oidc`, clientId, clientSecret };
  const access_token = token ?? (await clientCredentials(machine, { scope: 'admin' })).access_token;
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${access_token}` },
    body: JSON.stringify({ query, variables, operationName }),
  });
  const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
};

const WORLD = `{
  users { totalCount }
  applications { totalCount }
  sessions { totalCount }
  tokens { totalCount }
  consents { totalCount }
  devices { nodes { name users { nodes { user { username } } } } }
  disabled: users(filter: { status: DISABLED }) { nodes { username disabledReason sessionsByPlatform { count } } }
  revocations { nodes { action } }
  events(filter: { type: [SIGN_IN_FAILED, ACCESS_DENIED, SIGN_OUT] }) { nodes { type user { username } } }
}`;

beforeAll(async () => {
  service = await startService({ alone: true });
  first = await demo();
}, 60_000);
afterAll(() => service?.stop());

it('makes people, applications, sign-ins, devices and endings', async () => {
  expect(first).toMatchObject({ code: 0, stderr: '' });
  const world = await ask(WORLD);
  expect(world.users.totalCount).toBe(13);
  // The five of the demo, the playground, that of API tokens, and the bootstrap client.
  expect(world.applications.totalCount).toBe(8);
  expect(world.sessions.totalCount).toBeGreaterThanOrEqual(14);
  expect(world.consents.totalCount).toBeGreaterThanOrEqual(11);
  const shared = world.devices.nodes.find((device: { name: string }) => device.name === 'Store 12 scanner');
  expect(shared.users.nodes.map((link: { user: { username: string } }) => link.user.username).sort()).toEqual([
    'aiko',
    'bilal',
  ]);
  expect(world.disabled.nodes).toEqual([
    { username: 'tomas', disabledReason: 'Left the company', sessionsByPlatform: [] },
  ]);
  expect(world.revocations.nodes.map(({ action }: { action: string }) => action)).toEqual(
    expect.arrayContaining(['disableUser', 'revokeSession']),
  );
  const types = world.events.nodes.map(({ type }: { type: string }) => type);
  expect(types).toEqual(expect.arrayContaining(['SIGN_IN_FAILED', 'ACCESS_DENIED', 'SIGN_OUT']));
});

it('shows a plan refused and applied, many in one receipt, and a phone that confirms until it may not; the service tells the same', async () => {
  const part = (name: string) =>
    new RegExp(`^${name} +([^]*?)\\n(?=\\S|\\n)`, 'm').exec(first.stdout)![1]!.replace(/\s+/g, ' ');
  const { planned, many, mobile, confirmed } = await ask(`{
    planned: revocations(filter: { action: ["revokeAllSessions"] }) { nodes { user { username } counts { sessions } } }
    many: revocations(filter: { action: ["revokeSessions"] }) { nodes { counts { sessions } items { nodes { type } } } }
    mobile: revocations(filter: { action: ["revokeMobileAuthentication"] }) { nodes { user { username } counts { authenticators } } }
    confirmed: events(filter: { type: [AUTHENTICATION_REQUESTED, AUTHENTICATION_APPROVED] }) {
      nodes { type outcome user { username } application { name } }
    }
  }`);
  // The first plan was of two sessions, and only the second was applied.
  expect(planned.nodes).toEqual([{ user: { username: 'dmitri' }, counts: { sessions: 3 } }]);
  expect(part('plan and apply')).toBe(
    'a plan to end 2 sessions of dmitri, a new sign-in of dmitri, so it is refused: PLAN_DRIFTED, planned again and applied: 3 sessions end, explainToken shows why the token ended: revokeAllSessions, “Till left unlocked”',
  );
  const [{ counts, items }] = many.nodes;
  expect(many.nodes).toHaveLength(1);
  expect(counts.sessions).toBeGreaterThan(2);
  expect(items.nodes.filter(({ type }: { type: string }) => type === 'SESSION')).toHaveLength(counts.sessions);
  expect(part('many at once')).toBe(`all ${counts.sessions} sessions at Pinewood Stock Board end in one receipt`);
  expect(mobile.nodes).toEqual([{ user: { username: 'femi' }, counts: { authenticators: 1 } }]);
  const shop = { user: { username: 'femi' }, application: { name: 'Pinewood Shop' }, outcome: 'SUCCESS' };
  expect(confirmed.nodes.reverse()).toEqual([
    { type: 'AUTHENTICATION_REQUESTED', ...shop },
    { type: 'AUTHENTICATION_APPROVED', ...shop },
    { type: 'AUTHENTICATION_REQUESTED', ...shop },
  ]);
  expect(part('on a phone')).toMatch(/refused: unknown_user_id$/);
});

it('tells passwords that work in the playground, and none that lets the disabled one in', async () => {
  const passwordOf = (username: string) => new RegExp(`^  ${username} +(\\S+)`, 'm').exec(first.stdout)![1]!;
  const playground = {
    issuer: `${service.url}/oidc`,
    clientId: 'playground',
    redirectUri: `${service.url}/playground/callback`,
    scope: 'openid self',
  };
  expect(first.stdout).toContain(`${service.url}/playground`);
  expect(
    (await signIn({ ...playground, username: 'aiko', password: passwordOf('aiko') })).tokens.access_token,
  ).toBeTruthy();
  await expect(signIn({ ...playground, username: 'tomas', password: passwordOf('tomas') })).rejects.toThrow(OidcError);
});

it('shows three lines with curl that work', async () => {
  const lines = first.stdout.split('\n').filter((line) => /^ {2}(TOKEN=|curl )/.test(line));
  expect(lines).toHaveLength(3);
  const output = await new Promise<string>((resolve) => {
    const shell = spawn('bash', ['--norc', '-euc', lines.join('\n')], { cwd: ROOT });
    let text = '';
    shell.stdout.on('data', (chunk) => (text += chunk));
    shell.on('close', () => resolve(text));
  });
  expect(output).toContain('"username":"aiko"');
  expect(output).toContain('"action":"disableUser"');
  expect(output).not.toContain('"errors"');
});

it('adds nothing in a second run, and says what is already there', async () => {
  const before = await ask(WORLD);
  const again = await demo('--bootstrap', join(service.dataDir, 'bootstrap.json'));
  expect(again).toMatchObject({ code: 0, stderr: '' });
  const parts = again.stdout
    .split('\n\n')[1]!
    .split('\n')
    .filter((line) => /^\S/.test(line));
  expect(parts).toHaveLength(13);
  for (const part of parts) expect(part).toMatch(/ {2}already there:$/);
  const after = await ask(WORLD);
  // The machine client's own tokens: one of the demo, one for each look at the world.
  expect(after.tokens.totalCount - before.tokens.totalCount).toBe(2);
  expect({ ...after, tokens: null }).toEqual({ ...before, tokens: null });
  const passwords = (run: Run) => run.stdout.slice(run.stdout.indexOf('Users who can sign in'));
  expect(passwords(again)).toBe(passwords(first));
});

it('is a world in which every example of the playground that asks has an answer', async () => {
  const { tokens } = await signIn({
    ...service.admin,
    issuer: `${service.url}/oidc`,
    clientId: 'playground',
    redirectUri: `${service.url}/playground/callback`,
    scope: 'openid self admin',
  });
  for (const { query, variables = '{}' } of examples) {
    // With ids or passwords to fill in, or to change something, they are run in a test of their own.
    if (/mutation /.test(query) && /…|password/i.test(variables)) continue;
    const [first] = parse(query).definitions as OperationDefinitionNode[];
    const data = await ask(query, tokens.access_token, JSON.parse(variables) as object, first!.name!.value);
    for (const { errors, nodes } of Object.values<{ errors?: { code: string }[]; nodes?: unknown[] }>(data)) {
      if (errors?.length) expect(errors).toEqual([expect.objectContaining({ code: 'NOT_FOUND' })]);
      if (nodes) expect(nodes).not.toEqual([]);
    }
  }
});

it('says in one line what is missing', async () => {
  const missing = await demo('--bootstrap', join(service.dataDir, 'nothing.json'));
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/^demo: .*nothing\.json not found: start the service first.*\n$/);
  const unknown = await demo('--frobnicate');
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain('Usage: npm run demo');

  const stopped = new Promise((resolve) => service.process.once('exit', resolve));
  service.process.kill('SIGTERM');
  await stopped;
  const silent = await demo();
  expect(silent.code).toBe(1);
  expect(silent.stderr).toBe(`demo: no service responds at ${service.url}; start it with npm start\n`);
});

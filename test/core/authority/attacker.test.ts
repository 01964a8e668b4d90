/**
 * An attacker with one credential makes random attempts. Whatever comes of them, what is held afterwards may do no more than what the credential
 * could, and after a revocation with `includeDerived` nothing of it is live. ATTACKER_RUNS says how many sequences for each kind of credential.
 */
import fc from 'fast-check';
import { clientCredentials, OidcError, signIn } from '../../../src/tools/oidc-flow';
import { Attacker, type Targets } from '../../support/attacker';
import * as graphql from '../../support/graphql';
import { insertApiToken } from '../../support/household';
import { allowImpersonation, impersonate, tokensIn } from '../../support/impersonation';
import { mutate } from '../../support/pair';
import { signInWithPasskey } from '../../support/passkeys';
import { freePort, type Service, startService } from '../../support/service';
import { enrolledTotp } from '../../support/totp';

const RUNS = Number(process.env['ATTACKER_RUNS'] ?? 2);
const CALLS = 20;

let service: Service;
let killer: graphql.Ask;
let targets: Targets;
let thirdParty: graphql.Registered;
let mobile: graphql.Registered;

let made = 0;
const next = (name: string) => `${name}${(made += 1)}`;
const ALL = 'openid offline_access self account admin';
const as = (token: string) => graphql.as(service, token);
const person = (...roles: string[]) => graphql.createPerson(killer, next('start'), ...roles);

beforeAll(async () => {
  // Browsers know no passkeys for addresses.
  const port = await freePort();
  service = await startService({ env: { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` } });
  const setUp = as(await graphql.adminToken(service));
  // A machine of its own: the bootstrap's client is one of the targets.
  const own = await graphql.createApplication(service, setUp, { name: 'Killer', kind: 'MACHINE', scopes: ['admin'] });
  killer = as((await clientCredentials(own, { scope: 'admin' })).access_token);
  const web = await graphql.webApplication(service, killer);
  const mine = { kind: 'WEB', redirectUris: [graphql.REDIRECT_URI] };
  thirdParty = await graphql.createApplication(service, killer, {
    ...mine,
    name: 'Third party',
    scopes: ['openid', 'self'],
  });
  mobile = await graphql.createApplication(service, killer, {
    ...{ ...mine, name: 'App', kind: 'MOBILE', firstParty: true, scopes: ALL.split(' ') },
  });
  const { group } = await mutate(killer, 'createGroup', { name: 'Operators', path: 'emea' }, 'group { id }');
  await graphql.assign(killer, { groupId: group.id, role: 'OPERATOR' });
  const { applications } = await graphql.ok(killer('{ applications(filter: {search: "Bootstrap"}) { nodes { id } } }'));
  await mutate(
    ...([killer, 'createRole'] as const),
    {
      name: 'Delegate',
      permissions: [
        'USERS_READ',
        'USERS_CREATE',
        'USERS_UPDATE',
        'USERS_SET_PASSWORD',
        'TOKENS_CREATE',
        'USERS_DISABLE',
        'GROUPS_MANAGE',
      ],
    },
    '__typename',
  );
  targets = {
    admin: await graphql.createPerson(killer, 'the-admin', 'ADMIN'),
    somebody: await graphql.createPerson(killer, 'somebody'),
    bootstrapId: applications.nodes[0].id,
    web,
    group: group.id,
  };
  for (const { id } of [targets.admin, targets.somebody])
    await mutate(killer, 'updateUser', { userId: id, path: 'emea' }, '__typename');
}, 60_000);
afterAll(() => service?.stop());

interface Start {
  token: string;
  userId: string | null;
  username: string | null;
}

const signedIn = async (who: graphql.Person, scope: string, client = targets.web): Promise<Start> => ({
  token: (await graphql.tokensOf(client, who.username, scope)).access_token,
  userId: who.id,
  username: who.username,
});
const machine = async (...scopes: string[]): Promise<Start> => {
  const client = await graphql.createApplication(service, killer, { name: next('M'), kind: 'MACHINE', scopes });
  return {
    token: (await clientCredentials(client, { scope: scopes.join(' ') })).access_token,
    userId: null,
    username: null,
  };
};

const STARTS: Record<string, () => Promise<Start>> = {
  'a third party with `self`': async () => signedIn(await person(), 'openid self', thirdParty),
  'a first-party application': async () => signedIn(await person(), 'openid self account'),
  'one factor of a user with two': async () => {
    const start = await signedIn(await person(), 'openid self account');
    await enrolledTotp(as(start.token));
    return start;
  },
  'an old session of an administrator': async () => {
    const start = await signedIn(await person('ADMIN'), ALL);
    await graphql.sql(
      service.databaseUrl,
      `update sessions set authenticated_at = now() - interval '1 hour' where user_id = (select id from users where username = $1)`,
      [start.username],
    );
    return start;
  },
  'an API token': async () => {
    const { id: userId, username } = await person();
    return { token: (await insertApiToken(service.databaseUrl, userId, ['self', 'admin'])).value, userId, username };
  },
  'an impersonation': async () => {
    const [who, by] = [await person(), await person('ADMIN')];
    await allowImpersonation(killer);
    await signedIn(who, ALL);
    const { jar } = await impersonate(as((await signedIn(by, ALL)).token), who.id);
    await mutate(killer, 'updateSettings', { impersonationEnabled: null }, '__typename');
    return { token: (await tokensIn(jar, targets.web, ALL)).access_token, userId: who.id, username: who.username };
  },
  'a delegate of a folder': async () => {
    const who = await person();
    await graphql.assign(killer, { userId: who.id, role: 'Delegate', on: { path: 'emea' } });
    return signedIn(who, ALL);
  },
  'an installation': async () => {
    const phone = await graphql.install(mobile, 'Phone');
    return { token: (await clientCredentials(phone)).access_token, userId: null, username: null };
  },
  'a machine that creates users': () => machine('users:create', 'users:read'),
  'a machine that creates tokens': () => machine('tokens:create', 'users:create'),
  'a machine that sets passwords': () => machine('users:setPassword', 'users:update'),
  'a machine that manages applications': () => machine('applications:manage'),
  'a machine that assigns roles': () => machine('roles:assign', 'roles:manage', 'groups:manage'),
  'an administrator': async () => signedIn(await person('ADMIN'), ALL),
};

interface Reach {
  permissions: string[];
  userId: string | null;
  scopes: string[];
}
const VIEWER = '{ viewer { scopes permissions user { id } } }';

const reachOf = async (token: string): Promise<Reach | null> => {
  const answer = await as(token)(VIEWER);
  if (answer.status !== 200 || !answer.data?.viewer) return null;
  const { scopes, permissions, user } = answer.data.viewer;
  return { scopes, permissions, userId: user?.id ?? null };
};

/** Of these it is declared that they can take over users who hold no more than they do. */
const TAKES_OVER = ['a delegate of a folder', 'a machine that sets passwords'];

/** What of this goes beyond the start: permissions, other people's accounts, and the scope `account` of the start's own. */
const excess = (name: string, attacker: Attacker, start: Reach, reach: Reach): string[] => {
  const { userId, permissions, scopes } = reach;
  const isOther = userId !== null && userId !== start.userId && !attacker.accounts.has(userId);
  const gainsAccount =
    userId !== null && userId === start.userId && !start.scopes.includes('account') && scopes.includes('account');
  return [
    ...permissions.filter((permission) => !start.permissions.includes(permission)),
    ...(isOther && !TAKES_OVER.includes(name) ? [`user ${userId}`] : []),
    ...(gainsAccount ? ['account'] : []),
  ];
};

/** What the credential is known by, which it may have ended itself by the time it is revoked. */
const idsOf = async (token: string): Promise<{ id: string; session: { id: string } | null }> => {
  const { introspectToken } = await graphql.ok(
    killer(
      'mutation ($t: String!) { introspectToken(input: {token: $t}) { token { id session { id } } errors { code } } }',
      { t: token },
    ),
  );
  return introspectToken.token;
};

const endStart = async ({ id, session }: Awaited<ReturnType<typeof idsOf>>): Promise<void> => {
  const derived = { includeDerived: true, reason: 'stolen' };
  if (session) await mutate(killer, 'revokeSession', { sessionId: session.id, ...derived }, '__typename');
  await mutate(killer, 'revokeToken', { tokenId: id, ...derived }, '__typename');
};

const isRefused = (trying: Promise<unknown>): Promise<boolean> =>
  trying.then(
    () => false,
    (error: unknown) => {
      if (error instanceof OidcError) return true;
      throw error;
    },
  );

test.each(Object.keys(STARTS))(
  '%s gains nothing by what it creates, and leaves nothing behind',
  async (name) => {
    const attempts = fc.array(fc.tuple(fc.nat(10_000), fc.nat(50), fc.nat(50)), {
      minLength: CALLS,
      maxLength: CALLS + 5,
    });
    await fc.assert(
      fc.asyncProperty(attempts, async (moves) => {
        // Passwords that no longer work are tried below: so many that the network would have to wait.
        await graphql.sql(service.databaseUrl, 'delete from throttles');
        const start = await STARTS[name]!();
        const could = (await reachOf(start.token))!;
        const known = await idsOf(start.token);
        const attacker = new Attacker(service, targets, start.token, start);
        for (const [what, which, whom] of moves) await attacker.attempt(what, which, whom);
        // An administrator may make themselves another: then there is nothing that they could not do before.
        const all = could.permissions.length > 30 && name === 'an administrator';
        for (const token of all ? [] : attacker.bearers) {
          const reach = await reachOf(token);
          if (reach) expect(excess(name, attacker, could, reach)).toEqual([]);
        }
        await endStart(known);
        for (const token of attacker.bearers) expect(await reachOf(token)).toBeNull();
        for (const client of attacker.clients) expect(await isRefused(clientCredentials(client))).toBe(true);
        for (const { username, password } of attacker.passwords)
          expect(
            await isRefused(
              signIn({ ...targets.web, redirectUri: graphql.REDIRECT_URI, username, password, scope: 'openid' }),
            ),
          ).toBe(true);
        for (const key of attacker.passkeys) expect(await signInWithPasskey(service, targets.web, key)).toBeNull();
      }),
      { numRuns: RUNS },
    );
  },
  3_600_000,
);

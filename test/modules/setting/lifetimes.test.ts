/** Lifetimes as settings: what is issued after a change has the new times, what exists keeps its own, and use keeps a session alive. */
import { authorize, clientCredentials, refresh, signIn, type Tokens } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, sql, stop } = {} as WithWeb;
let made = 0;
const MINUTE = 60;
const DAY = 86_400;

beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithWeb()));
afterAll(() => stop?.());
afterEach(() => set({}));

const LIFETIMES = [
  'sessionsIdleLifetime',
  'sessionsAbsoluteLifetime',
  'tokensAccessLifetime',
  'tokensMachineAccessLifetime',
  'tokensRefreshIdleLifetime',
  'tokensRefreshAbsoluteLifetime',
];
/** These, and the defaults for the rest. */
const set = (input: Record<string, unknown>) =>
  graphql.ok(
    admin('mutation ($input: UpdateSettingsInput!) { updateSettings(input: $input) { errors { code message } } }', {
      input: { ...Object.fromEntries(LIFETIMES.map((name) => [name, null])), sessionsRevokeTokens: null, ...input },
    }),
  );

const SCOPE = 'openid offline_access self';
const person = async () => {
  const { id, username } = await graphql.createPerson(admin, `user${(made += 1)}`);
  const options = { ...web, redirectUri: graphql.REDIRECT_URI, username, password: graphql.PASSWORD, scope: SCOPE };
  return { id, options, ...(await signIn(options)) };
};
/** Seconds from now until the live ones of a user expire. */
const left = async (userId: string) => {
  const { sessions, tokens } = await graphql.ok(
    admin(
      `query ($id: ID!) { sessions(filter: {userId: $id, status: [ACTIVE]}) { nodes { id expiresAt } }
        tokens(filter: {userId: $id, status: [ACTIVE]}) { nodes { kind expiresAt } } }`,
      { id: userId },
    ),
  );
  const seconds = (time: string) => (Date.parse(time) - Date.now()) / 1000;
  const of = (kind: string) => tokens.nodes.filter((t: { kind: string }) => t.kind === kind);
  return {
    session: seconds(sessions.nodes[0].expiresAt),
    sessionId: sessions.nodes[0].id as string,
    access: Math.max(...of('ACCESS').map((t: { expiresAt: string }) => seconds(t.expiresAt))),
    refresh: Math.max(...of('REFRESH').map((t: { expiresAt: string }) => seconds(t.expiresAt))),
  };
};
const about = (actual: number, wanted: number) => {
  expect(actual).toBeLessThanOrEqual(wanted + 1);
  expect(actual).toBeGreaterThan(wanted - 20);
};

it('gives what is issued after a change the new times, shorter or longer, and leaves what exists as it is', async () => {
  const before = await person();
  const first = await left(before.id);
  about(first.session, 14 * DAY);
  about(first.access, 15 * MINUTE);
  about(first.refresh, 30 * DAY);

  await set({ sessionsIdleLifetime: 600, tokensAccessLifetime: 120, tokensRefreshIdleLifetime: 900 });
  const short = await person();
  const second = await left(short.id);
  about(second.session, 600);
  about(second.access, 120);
  expect(short.tokens.expires_in).toBe(120);
  about(second.refresh, 900);
  const kept = await left(before.id);
  about(kept.session, 14 * DAY);
  about(kept.access, 15 * MINUTE);
  about(kept.refresh, 30 * DAY);

  // The session that exists keeps its times also where it is used; what it issues has the new ones.
  const silent = await authorize({ ...before.options, jar: before.jar, parameters: { prompt: 'none' } });
  expect(silent.code).toBeDefined();
  about((await left(before.id)).session, 14 * DAY);
  const renewed: Tokens = await refresh(web, before.tokens.refresh_token!);
  expect(renewed.expires_in).toBe(120);
  about((await left(before.id)).refresh, 900);

  // And the other way round.
  await set({ sessionsIdleLifetime: 20 * DAY, tokensAccessLifetime: 1800 });
  await authorize({ ...short.options, jar: short.jar, parameters: { prompt: 'none' } });
  const again = await left(short.id);
  about(again.session, 600);
  about(again.access, 120);
  about((await left((await person()).id)).session, 20 * DAY);
});

it('does not renew a session beyond its absolute lifetime, nor tokens beyond that of their authorization', async () => {
  await set({
    sessionsIdleLifetime: 30 * DAY,
    sessionsAbsoluteLifetime: 7200,
    tokensRefreshAbsoluteLifetime: 3600,
    tokensRefreshIdleLifetime: 1800,
  });
  const user = await person();
  about((await left(user.id)).session, 7200);
  about((await left(user.id)).refresh, 1800);
  // The authorization is nearly at its end.
  await sql(
    `update token_families set expires_at = now() + interval '100 seconds' where session_id = (select id from sessions where uid is not null order by id desc limit 1)`,
  );
  await refresh(web, user.tokens.refresh_token!);
  about((await left(user.id)).refresh, 100);
  // A shorter absolute lifetime takes nothing from an authorization that exists.
  await set({ tokensRefreshAbsoluteLifetime: 60 });
  about((await left(user.id)).refresh, 100);
});

it('keeps a session alive that is used by its tokens alone, and ends one that is not', async () => {
  await set({ sessionsIdleLifetime: 120 });
  const [used, unused] = [await person(), await person()];
  const { sessionId } = await left(used.id);
  // The times of the sign-ins themselves are written.
  await new Promise((r) => setTimeout(r, 6_000));
  // A minute and a half has passed since either was used last.
  const ageing = `update sessions set last_seen_at = last_seen_at - interval '90 seconds', expires_at = expires_at - interval '90 seconds',
    authenticated_at = authenticated_at - interval '90 seconds' where id = any(select id from sessions order by id desc limit 2)`;
  await sql(ageing);
  about((await left(used.id)).session, 30);
  await graphql.ok(graphql.as(service, used.tokens.access_token)('{ viewer { user { id } } }'));
  for (let i = 0; (await left(used.id)).session < 60 && i < 80; i += 1) await new Promise((r) => setTimeout(r, 100));
  about((await left(used.id)).session, 120);
  await sql(ageing);
  const { sessions } = await graphql.ok(
    admin('query ($id: ID!) { sessions(filter: {userId: $id}) { nodes { status endReason } } }', { id: unused.id }),
  );
  expect(sessions.nodes).toEqual([{ status: 'EXPIRED', endReason: 'EXPIRED' }]);
  await expect(authorize({ ...unused.options, jar: unused.jar, parameters: { prompt: 'none' } })).rejects.toMatchObject(
    { error: 'login_required' },
  );
  expect((await left(used.id)).sessionId).toBe(sessionId);
});

it('governs the tokens that a client gets for itself', async () => {
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const machine = { issuer: graphql.issuerOf(service), clientId, clientSecret };
  expect((await clientCredentials(machine, { scope: 'admin' })).expires_in).toBe(3600);
  await set({ tokensMachineAccessLifetime: 300 });
  expect((await clientCredentials(machine, { scope: 'admin' })).expires_in).toBe(300);
});

it('says whether a revoked session takes its tokens with it, where the caller does not', async () => {
  const revoke = async (removeTokens?: boolean) => {
    const user = await person();
    const { sessionId } = await left(user.id);
    const { revokeSession } = await graphql.ok(
      admin(
        `mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { revocation { counts { sessions refreshTokens } } errors { code } } }`,
        { input: { sessionId, ...(removeTokens === undefined ? {} : { removeTokens }) } },
      ),
    );
    return revokeSession.revocation.counts.refreshTokens;
  };
  expect(await revoke()).toBe(1);
  await set({ sessionsRevokeTokens: false });
  expect(await revoke()).toBe(0);
  expect(await revoke(true)).toBe(1);
});

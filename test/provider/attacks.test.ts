/** What somebody tries who wants more from the provider than they may have, or longer. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Client } from 'pg';
import { browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import {
  authorize,
  clientCredentials,
  clientRequest,
  exchange,
  introspect,
  type OidcError,
  refresh,
  revokeToken,
  signIn,
  signOut,
} from '../../src/tools/oidc-flow';
import { decodeId } from '../../src/platform/type-id';
import * as graphql from '../support/graphql';
import { allowImpersonation, impersonate } from '../support/impersonation';
import { mutate } from '../support/pair';
import { holdRow } from '../support/row-lock';
import { startWithAdmin, type WithAdmin } from '../support/start';

let { service, admin, sql, stop } = {} as WithAdmin;
let staff: graphql.Registered;
beforeAll(async () => {
  ({ service, admin, sql, stop } = await startWithAdmin());
  await sql(`insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`);
  staff = await graphql.webApplication(service, admin, 'Staff');
  await allowImpersonation(admin);
});
afterAll(() => stop?.());

const SCOPES = ['orders:read', 'orders:write'];
/** An API that accepts JWTs, and a web application and a machine that may ask for its scopes. */
const world = async (input: Record<string, unknown> = {}) => {
  const name = graphql.newName('api');
  const identifier = `https://${name}.example.com`;
  const server = await graphql.createApplication(service, admin, {
    ...{ name, kind: 'RESOURCE_SERVER', identifier, scopes: SCOPES, accessTokenFormat: 'JWT' },
    ...input,
  });
  const granted = { resourceScopes: [{ resource: identifier, scopes: SCOPES }] };
  const web = await graphql.createApplication(service, admin, {
    ...{ name: `Shop ${name}`, kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], ...granted },
    scopes: ['openid', 'offline_access', 'self'],
  });
  const machine = await graphql.createApplication(service, admin, {
    name: `Robot ${name}`,
    kind: 'MACHINE',
    ...granted,
  });
  const person = await graphql.createPerson(admin, `person-${name}`);
  const who = {
    ...{ ...web, redirectUri: graphql.REDIRECT_URI, username: person.username, password: graphql.PASSWORD },
    ...{ scope: 'openid offline_access orders:read', resource: identifier, parameters: { prompt: 'consent' } },
  };
  return { identifier, server, web, machine, person, who };
};
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
const residualIds = ({ residual }: { residual: { tokens: { tokenId: string }[] } | null }) =>
  residual?.tokens.map(({ tokenId }) => tokenId);

/** An administrator in a browser. */
const chief = async () => {
  const person = await graphql.createPerson(admin, graphql.newName('chief'), 'ADMIN');
  const by = await graphql.signedIn(service, staff, person.username, 'openid self admin');
  const { viewer } = await graphql.ok(by('{ viewer { session { id } } }'));
  return { ...person, by, sessionId: viewer.session.id as string };
};

const keyPair = async (kid: string) => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid } };
};
const jwksOf = (...keys: object[]): string => JSON.stringify({ keys });

/** A statement in an open transaction, whose locks others wait for. */
const holding = async (statement: string, ...values: unknown[]): Promise<() => Promise<void>> => {
  const client = new Client({ connectionString: service.databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query(statement, values);
  return async () => {
    await client.query('commit');
    await client.end();
  };
};

describe('other spellings of a path', () => {
  it.each(['/oidc/TOKEN', '/oidc/token/'])('%s issues nothing', async (path) => {
    const { machine, identifier } = await world();
    const asked = { grant_type: 'client_credentials', scope: 'orders:read', resource: identifier };
    expect((await clientRequest(`${service.address}${path}`, machine, asked)).status).toBe(404);
  });

  it.each(['/oidc/DEVICE', '/oidc/device/'])('%s tries no code of a device', async (path) => {
    const form = { user_code: 'BBBB-CCCC', xsrf: 'x' };
    expect((await browse(new URL(`${service.address}${path}`), new CookieJar(), { form })).status).toBe(404);
  });
});

describe('keys', () => {
  const refusalOf = async (...keys: object[]) => {
    const input = { name: graphql.newName('Keys '), kind: 'MACHINE', jwks: jwksOf(...keys) };
    const { data } = await admin(
      `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { ${graphql.ERRORS} } }`,
      { input },
    );
    return data?.createApplication.errors[0];
  };
  const invalid = { code: 'INVALID_INPUT', path: ['input', 'jwks'] };

  it.each([
    ['NUL', 'a\0b'],
    ['half a character', '\ud800'],
    ['a number', 5],
    ['nothing', null],
    ['far too much', 'k'.repeat(201)],
  ])('have no `kid` of %s', async (_, kid) => {
    expect(await refusalOf({ ...(await keyPair('a')).jwk, kid })).toMatchObject(invalid);
  });

  it.each([
    ['a number as modulus', { n: 5, e: 'AQAB' }],
    ['an exponent of one, under which anybody can sign', { n: 'y'.repeat(342), e: 'AQ' }],
  ])('have not %s', async (_, parts) => {
    expect(await refusalOf({ kty: 'RSA', ...parts })).toMatchObject(invalid);
  });

  it('are for one algorithm of their kind, and each is there once', async () => {
    const { jwk } = await keyPair('a');
    expect(await refusalOf({ ...jwk, alg: 'RS256' })).toMatchObject(invalid);
    expect(await refusalOf(jwk, { ...jwk, kid: 'b' })).toMatchObject(invalid);
  });

  const present = async (
    { clientId, issuer }: graphql.Registered,
    { privateKey, jwk }: Awaited<ReturnType<typeof keyPair>>,
  ) => {
    const client_assertion = await new SignJWT({ jti: crypto.randomUUID(), iss: clientId, sub: clientId, aud: issuer })
      .setProtectedHeader({ alg: 'ES256', kid: jwk.kid })
      .setExpirationTime('1m')
      .sign(privateKey);
    const response = await fetch(`${service.address}/oidc/token`, {
      method: 'POST',
      body: new URLSearchParams({
        ...{ grant_type: 'client_credentials', client_assertion },
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      }),
    });
    return response.status;
  };

  it('of a stolen session end with it, also after an administrator has added another', async () => {
    const thief = await chief();
    const [own, bad, next] = [await keyPair('own'), await keyPair('bad'), await keyPair('next')];
    const input = { name: 'Billing', kind: 'MACHINE', jwks: jwksOf(own.jwk) };
    const billing = await graphql.createApplication(service, admin, input);
    const { applicationId } = billing;
    const setKeys = (by: graphql.Ask, ...keys: object[]) =>
      mutate(by, 'updateApplication', { applicationId, jwks: jwksOf(...keys) }, '__typename');
    await setKeys(thief.by, own.jwk, bad.jwk);
    await setKeys(admin, own.jwk, bad.jwk, next.jwk);
    await mutate(admin, 'revokeSession', { sessionId: thief.sessionId, includeDerived: true }, '__typename');
    expect([await present(billing, own), await present(billing, bad), await present(billing, next)]).toEqual([
      200, 401, 200,
    ]);
  });

  it('leave what else was changed with them for review', async () => {
    const thief = await chief();
    const { applicationId } = await graphql.webApplication(service, admin, 'Changed');
    const changes = { redirectUris: ['https://thief.example/'], jwks: jwksOf((await keyPair('a')).jwk) };
    await mutate(thief.by, 'updateApplication', { applicationId, ...changes }, '__typename');
    const ending = { sessionId: thief.sessionId, includeDerived: true };
    const { revocation } = await mutate(
      admin,
      'revokeSession',
      ending,
      'revocation { changesLeft counts { clientSecrets } }',
    );
    expect(revocation).toEqual({ changesLeft: 1, counts: { clientSecrets: 1 } });
  });
});

describe('a JWT', () => {
  const RESIDUAL = 'revocation { residual { until more tokens { tokenId expiresAt } } }';

  it('does not outlive the authorization that it is issued from', async () => {
    const { who, web, person, identifier } = await world();
    const { tokens } = await signIn(who);
    await sql(`update token_families set expires_at = now() + interval '20 seconds' where user_id = $1`, person.uuid);
    const { access_token } = await refresh(web, tokens.refresh_token!, { resource: identifier });
    expect(claimsOf(access_token).exp - Date.now() / 1000).toBeLessThan(21);
  });

  it.each([
    ['whose session has expired', `update sessions set expires_at = now() - interval '1 second' where user_id = $1`],
    ['whose user has expired', `update users set expires_at = now() - interval '1 second' where id = $1`],
    [
      'among thousands of other tokens',
      `insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, session_id, session_bound, consent_id, user_epoch,
         application_epoch, scopes, payload, created_at, expires_at)
       select gen_random_uuid(), sha256(convert_to(t.id::text || i, 'utf8')), 'ACCESS', t.family_id, t.user_id, t.application_id, t.client_id,
         t.session_id, t.session_bound, t.consent_id, t.user_epoch, t.application_epoch, t.scopes, t.payload, now(), now() + interval '1 hour'
       from tokens t, generate_series(1, 3000) i where t.user_id = $1 and t.kind = 'ACCESS'`,
    ],
  ])('%s is on the receipt', async (_, change) => {
    const { who, person } = await world();
    const { tokens } = await signIn({ ...who, scope: 'openid orders:read' });
    await sql(change, person.uuid);
    const { revocation } = await mutate(admin, 'disableUser', { userId: person.id }, RESIDUAL);
    const { jti, exp } = claimsOf(tokens.access_token);
    const expiresAt = new Date(exp * 1000).toISOString();
    expect(revocation.residual).toEqual({ until: expiresAt, more: false, tokens: [{ tokenId: jti, expiresAt }] });
  });

  type Made = Awaited<ReturnType<typeof world>> & Awaited<ReturnType<typeof signIn>>;
  const byMutation = (name: string, inputOf: (made: Made) => object | Promise<object>) => async (made: Made) =>
    (await mutate(admin, name, await inputOf(made), RESIDUAL)).revocation;
  const atProvider = (end: (made: Made) => Promise<unknown>) => async (made: Made) => {
    await end(made);
    const { revocations } = await graphql.ok(
      admin(
        `query ($id: ID!) { revocations(first: 1, filter: { userId: $id }) { nodes { ${RESIDUAL.slice(13, -1)} } } }`,
        {
          id: made.person.id,
        },
      ),
    );
    return revocations.nodes[0];
  };
  const idIn = async (list: string, { person }: Made): Promise<string> =>
    (await graphql.ok(admin(`query ($u: ID!) { ${list}(filter: { userId: $u }) { nodes { id } } }`, { u: person.id })))[
      list
    ].nodes[0].id;
  it.each([
    ['revokeToken', byMutation('revokeToken', ({ tokens }) => ({ tokenId: claimsOf(tokens.access_token).jti }))],
    ['revokeTokens', byMutation('revokeTokens', ({ person }) => ({ filter: { userId: person.id }, expectedCount: 2 }))],
    ['revokeSession', byMutation('revokeSession', async (made) => ({ sessionId: await idIn('sessions', made) }))],
    ['revokeAllSessions', byMutation('revokeAllSessions', ({ person }) => ({ userId: person.id }))],
    ['revokeConsent', byMutation('revokeConsent', async (made) => ({ consentId: await idIn('consents', made) }))],
    ['lockdownUser', byMutation('lockdownUser', ({ person }) => ({ userId: person.id, reason: 'stolen' }))],
    ['disableUsers', byMutation('disableUsers', ({ person }) => ({ userIds: [person.id] }))],
    ['deleteApplication', byMutation('deleteApplication', ({ web }) => ({ applicationId: web.applicationId }))],
    [
      'revocation of its refresh token',
      atProvider(({ web, tokens }) => revokeToken(web, tokens.refresh_token!, 'refresh_token')),
    ],
    ['sign-out', atProvider(({ web, jar, tokens }) => signOut(web.issuer, jar, { id_token_hint: tokens.id_token! }))],
    [
      'reuse of its refresh token',
      atProvider(async ({ web, tokens }) => {
        await refresh(web, tokens.refresh_token!);
        await refresh(web, tokens.refresh_token!).catch(() => undefined);
      }),
    ],
  ])('is on the receipt of %s', async (_, end) => {
    const made = await world();
    const signed = await signIn(made.who);
    expect(residualIds(await end({ ...made, ...signed }))).toContain(claimsOf(signed.tokens.access_token).jti);
  });

  it.each(['a user', 'a machine'])(
    'for %s that is issued while its application ends is on the receipt',
    async (whom) => {
      const { who, web, machine, identifier } = await world();
      const authorized = await authorize(who);
      // After the token is written, the request waits for its event.
      const release = await holding('lock table events in access exclusive mode');
      const issue =
        whom === 'a user'
          ? exchange(who, authorized)
          : clientCredentials(machine, { scope: 'orders:read', resource: identifier });
      const issued = issue.catch((error: OidcError) => error);
      await sleep(200);
      const { applicationId } = whom === 'a user' ? web : machine;
      const ended = mutate(admin, 'disableApplication', { applicationId }, RESIDUAL);
      await sleep(200);
      await release();
      const tokens = await issued;
      const { revocation } = await ended;
      if ('access_token' in tokens) expect(residualIds(revocation)).toEqual([claimsOf(tokens.access_token).jti]);
      else expect(tokens.error).toMatch(/^invalid_(grant|client)$/);
    },
  );

  it('names who impersonates its subject', async () => {
    const { who, web, person } = await world();
    await signIn(who);
    const actor = await chief();
    const { jar } = await impersonate(actor.by, person.id);
    const { parameters: _, ...quietly } = who;
    const options = { ...quietly, ...web, scope: 'openid orders:read', jar };
    const { access_token } = await exchange(options, await authorize(options));
    expect(claimsOf(access_token)).toMatchObject({ sub: person.id, act: { sub: actor.id } });
  });
});

it('a resource server gets nothing of a deleted one that had its identifier', async () => {
  const { identifier, server, web, machine, who } = await world({ accessTokenFormat: 'OPAQUE' });
  const { tokens } = await signIn(who);
  const robot = await clientCredentials(machine, { scope: 'orders:read', resource: identifier });
  const roleId = await graphql.createRole(admin, graphql.newName('Clerk '), []);
  const resourceScopes = [{ resource: identifier, scopes: ['orders:read'] }];
  await mutate(admin, 'setResourceScopes', { roleId, resourceScopes }, '__typename');
  await mutate(admin, 'deleteApplication', { applicationId: server.applicationId }, '__typename');
  await sleep(1_000);
  const input = { name: 'Another', kind: 'RESOURCE_SERVER', identifier, scopes: SCOPES };
  const another = await graphql.createApplication(service, admin, input);
  const left = await graphql.ok(
    admin(
      `query ($role: ID!, $web: ID!) { role: node(id: $role) { ... on Role { resourceScopes { resource } } }
         web: application(id: $web) { resourceScopes { resource } } }`,
      { role: roleId, web: web.applicationId },
    ),
  );
  expect({
    user: (await introspect(another, tokens.access_token)).active,
    robot: (await introspect(another, robot.access_token)).active,
    ...left,
  }).toEqual({ user: false, robot: false, role: { resourceScopes: [] }, web: { resourceScopes: [] } });
});

it('setResourceScopes locks the caller before the role', async () => {
  const { id, by } = await chief();
  const roleId = await graphql.createRole(admin, graphql.newName('Role '), []);
  const lock = await holdRow(service.databaseUrl, 'users', 'User', id);
  const change = mutate(by, 'setResourceScopes', { roleId, resourceScopes: [] }, '__typename');
  await lock.waitedFor();
  await sql('select 1 from roles where id = $1 for update nowait', decodeId('Role', roleId));
  await lock.release();
  await change;
});

describe('a device', () => {
  let tv: graphql.Registered;
  beforeAll(async () => {
    const scopes = ['openid', 'offline_access', 'self'];
    const input = { name: 'TV', kind: 'SPA', consentMode: 'IMPLICIT', deviceAuthorization: true, scopes };
    tv = await graphql.createApplication(service, admin, input);
    await graphql.createPerson(admin, 'kim');
  });
  const post = async (path: string, body: Record<string, string>) =>
    (await (await clientRequest(`${service.address}/oidc${path}`, tv, body)).json()) as Record<string, string>;
  const begin = () => post('/device/auth', { scope: 'openid offline_access' });
  const poll = async (device_code: string) => {
    await sql('update device_authorizations set polled_at = null');
    return post('/token', { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code });
  };

  /** Follows the pages until this one: the form to confirm the device, or the redirect that signs it in. */
  const enter = async (address: string, username: string, last: 'confirm' | 'resume', jar = new CookieJar()) => {
    let url = new URL(address);
    let response = await browse(url, jar);
    for (let step = 0; step < 10; step += 1) {
      const location = response.headers.get('location');
      if (location) {
        url = new URL(location, url);
        if (last === 'resume' && /\/oidc\/device\/./.test(url.pathname)) return () => browse(url, jar);
        response = await browse(url, jar);
        continue;
      }
      const page: Page = { url, status: response.status, html: await response.text() };
      const form = formWith(page, 'password') ?? formWith(page, 'confirm') ?? formWith(page, 'user_code')!;
      if (last === 'confirm' && formWith(page, 'confirm')) return () => browse(form.action, jar, { form: form.fields });
      url = form.action;
      response = await browse(url, jar, { form: { ...form.fields, username, password: graphql.PASSWORD } });
    }
    throw new Error('too many pages');
  };

  it.each(['disableUser', 'revokeAllSessions', 'deleteUser'])(
    'is not signed in after %s, which came before the end of the sign-in',
    async (ending) => {
      const person = await graphql.createPerson(admin, graphql.newName('late'));
      const { device_code, verification_uri_complete } = await begin();
      const resume = await enter(verification_uri_complete!, person.username, 'resume');
      await mutate(admin, ending, { userId: person.id }, '__typename');
      await resume();
      expect((await poll(device_code!)).error).toBe('authorization_pending');
    },
  );

  it('is approved once, of any number of windows', async () => {
    const { device_code, verification_uri_complete } = await begin();
    const resume = await enter(verification_uri_complete!, 'kim', 'resume');
    const pages = await Promise.all(Array.from({ length: 4 }, async () => (await resume()).text()));
    expect(pages.filter((page) => page.includes('Your device is signed in'))).toHaveLength(1);
    const answers = await Promise.all(Array.from({ length: 4 }, () => poll(device_code!)));
    expect(answers.filter(({ access_token }) => access_token)).toHaveLength(1);
  });

  it('is approved with its user locked first: two browsers of one person do not deadlock', async () => {
    const signedIn = new CookieJar();
    await (
      await enter((await begin()).verification_uri_complete!, 'kim', 'resume', signedIn)
    )();
    const { verification_uri_complete } = await begin();
    const confirm = await enter(verification_uri_complete!, 'kim', 'confirm', signedIn);
    const resume = await enter(verification_uri_complete!, 'kim', 'resume');
    const deadlocks = () => sql('select deadlocks from pg_stat_database where datname = current_database()');
    const before = await deadlocks();
    const release = await holding('select 1 from device_authorizations for update');
    const answers = [resume()];
    await sleep(200);
    answers.push(confirm());
    await sleep(200);
    const began = performance.now();
    await release();
    await Promise.all(answers);
    // PostgreSQL resolves a deadlock after a second.
    expect(performance.now() - began).toBeLessThan(900);
    expect(await deadlocks()).toEqual(before);
  });
});

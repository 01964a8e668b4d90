/**
 * A request under way does not outlive its caller: held back while its body is sent or while it waits for a row, it finds after the end of its
 * caller that it may do nothing. Every kind of caller is tried with every kind of ending; HELD_TRIES says how often in all.
 */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { clientCredentials, refresh, revokeToken } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { insertApiToken } from '../../support/household';
import { allowImpersonation, impersonate, tokensIn } from '../../support/impersonation';
import { mutate } from '../../support/pair';
import { signInOnPhone } from '../../support/phone';
import { holdRow, holdTable } from '../../support/row-lock';
import { type Service, startService } from '../../support/service';

const TRIES = Number(process.env['HELD_TRIES'] ?? 66);

let service: Service;
let killer: graphql.Ask;
let target: graphql.Person;
beforeAll(async () => {
  service = await startService();
  killer = graphql.as(service, await graphql.adminToken(service));
  await allowImpersonation(killer);
  // Older than every caller: the mutation waits for this row before it comes to its caller's.
  target = await graphql.createPerson(killer, 'target');
}, 60_000);
afterAll(() => service?.stop());

let made = 0;
const next = (name: string) => `${name}${(made += 1)}`;

interface Caller {
  token: string;
  /** The mutation that is held back, and whether it was carried out. */
  held?: { mutation: string; wasCarriedOut(): Promise<boolean>; lock(): ReturnType<typeof holdRow> };
  ends: Record<string, () => Promise<unknown>>;
}

const end = (name: string, input: object) => mutate(killer, name, { reason: 'race', ...input }, '__typename');

const tokenIdOf = async (value: string): Promise<string> => {
  const { introspectToken } = await graphql.ok(
    killer('mutation ($t: String!) { introspectToken(input: {token: $t}) { token { id } errors { code } } }', {
      t: value,
    }),
  );
  return introspectToken.token.id;
};

const SCOPE = 'openid offline_access self account admin';

const endsOfUser = (userId: string) => ({
  disableUser: () => end('disableUser', { userId }),
  lockdownUser: () => end('lockdownUser', { userId }),
  deleteUser: async () => {
    await end('disableUser', { userId });
    await end('deleteUser', { userId });
  },
  'the role is taken': () => end('unassignRole', { userId, role: 'ADMIN' }),
});

/** An administrator in a browser. */
const administrator = async (): Promise<Caller> => {
  const web = await graphql.webApplication(service, killer, next('Web'));
  const person = await graphql.createPerson(killer, next('caller'), 'ADMIN');
  const tokens = await graphql.tokensOf(web, person.username, SCOPE);
  const [session] = (
    await graphql.ok(killer('query ($u: ID!) { sessions(filter: {userId: $u}) { nodes { id } } }', { u: person.id }))
  ).sessions.nodes;
  const [consent] = (
    await graphql.ok(killer('query ($u: ID!) { consents(filter: {userId: $u}) { nodes { id } } }', { u: person.id }))
  ).consents.nodes;
  const userId = person.id;
  return {
    token: tokens.access_token,
    ends: {
      ...endsOfUser(userId),
      revokeSession: () => end('revokeSession', { sessionId: session.id }),
      revokeAllSessions: () => end('revokeAllSessions', { userId }),
      revokeToken: async () => end('revokeToken', { tokenId: await tokenIdOf(tokens.access_token) }),
      revokeConsent: () => end('revokeConsent', { consentId: consent.id }),
      revokeApplicationAccess: () => end('revokeApplicationAccess', { userId, applicationId: web.applicationId }),
      setUserPassword: () => end('setUserPassword', { userId, password: `${graphql.PASSWORD} again` }),
      disableApplication: () => end('disableApplication', { applicationId: web.applicationId }),
      deleteApplication: () => end('deleteApplication', { applicationId: web.applicationId, force: true }),
      'fewer scopes of the application': () =>
        end('updateApplication', { applicationId: web.applicationId, scopes: ['openid', 'offline_access', 'self'] }),
      'revocation at the provider (RFC 7009)': () => revokeToken(web, tokens.refresh_token!),
      'reuse of the refresh token': async () => {
        await refresh(web, tokens.refresh_token!);
        await refresh(web, tokens.refresh_token!).catch(() => null);
      },
    },
  };
};

/** A script with an API token of a service account that administrates. */
const script = async (): Promise<Caller> => {
  const { user } = await mutate(killer, 'createServiceAccount', { username: next('script') }, 'user { id }');
  await graphql.assign(killer, { userId: user.id, role: 'ADMIN' });
  const input = { userId: user.id, name: 'Script', scopes: ['admin'], expiresAt: new Date(Date.now() + 3_600_000) };
  const { token, value } = await mutate(killer, 'createApiToken', input, 'token { id } value');
  return {
    token: value,
    ends: { ...endsOfUser(user.id), revokeToken: () => end('revokeToken', { tokenId: token.id }) },
  };
};

const machine = async (): Promise<Caller> => {
  const client = await graphql.createApplication(service, killer, {
    name: next('Machine'),
    kind: 'MACHINE',
    scopes: ['admin'],
  });
  const { access_token: token } = await clientCredentials(client, { scope: 'admin' });
  const { applicationId } = client;
  return {
    token,
    ends: {
      revokeToken: async () => end('revokeToken', { tokenId: await tokenIdOf(token) }),
      disableApplication: () => end('disableApplication', { applicationId }),
      deleteApplication: () => end('deleteApplication', { applicationId }),
      'fewer scopes of the application': () => end('updateApplication', { applicationId, scopes: ['users:read'] }),
      'revocation at the provider (RFC 7009)': () => revokeToken(client, token),
    },
  };
};

/** What somebody does to their own things: the mutation waits for their own row. */
const onOneself = (userId: string, apiTokenId: string): Caller['held'] => ({
  mutation: `mutation { revokeToken(input: {tokenId: "${apiTokenId}"}) { errors { code } } }`,
  wasCarriedOut: async () => {
    const { token } = await graphql.ok(
      killer('query ($id: ID!) { token(id: $id) { status revocation { action } } }', { id: apiTokenId }),
    );
    return token?.revocation?.action === 'revokeToken';
  },
  lock: () => holdRow(service.databaseUrl, 'users', 'User', userId),
});

const impersonation = async (): Promise<Caller> => {
  const web = await graphql.webApplication(service, killer, next('Web'));
  const user = await graphql.createPerson(killer, next('impersonated'));
  const support = await graphql.createPerson(killer, next('support'), 'ADMIN');
  const by = await graphql.signedIn(service, web, support.username, SCOPE);
  await graphql.tokensOf(web, user.username, 'openid self');
  const { jar } = await impersonate(by, user.id);
  const { access_token: token } = await tokensIn(jar, web);
  const apiToken = await insertApiToken(service.databaseUrl, user.id);
  return {
    token,
    held: onOneself(user.id, apiToken.id)!,
    ends: {
      'the impersonator is disabled': () => end('disableUser', { userId: support.id }),
      "revokeAllSessions of the impersonator's": () => end('revokeAllSessions', { userId: support.id }),
    },
  };
};

/** An installation of a mobile app, with its user signed in. */
const installation = async (): Promise<Caller> => {
  const mobile = await graphql.createApplication(service, killer, {
    ...{ name: next('Mobile'), kind: 'MOBILE', redirectUris: [graphql.REDIRECT_URI] },
    ...{ firstParty: true, scopes: SCOPE.split(' ') },
  });
  const person = await graphql.createPerson(killer, next('onPhone'), 'ADMIN');
  const phone = await signInOnPhone(service, mobile, person);
  const { access_token: token } = await graphql.tokensOf(phone.client, person.username, SCOPE);
  return {
    token,
    ends: {
      disconnectDevice: () => end('disconnectDevice', { userId: person.id, deviceId: phone.deviceId }),
      disconnectAllDevices: () => end('disconnectAllDevices', { userId: person.id }),
      deleteDevice: () => end('deleteDevice', { deviceId: phone.deviceId, confirmedUserIds: [person.id] }),
      disableApplication: () => end('disableApplication', { applicationId: mobile.applicationId }),
      disableUser: () => end('disableUser', { userId: person.id }),
    },
  };
};

const CALLERS = { administrator, script, machine, impersonation, installation };

const onTarget = (): NonNullable<Caller['held']> => {
  const name = next('Changed');
  return {
    mutation: `mutation { updateUser(input: {userId: "${target.id}", name: "${name}"}) { errors { code } } }`,
    wasCarriedOut: async () =>
      (await graphql.ok(killer(`{ user(by: {id: "${target.id}"}) { name } }`))).user.name === name,
    lock: () => holdRow(service.databaseUrl, 'users', 'User', target.id),
  };
};

/** Sends the headers at once, and the body when it is told to. */
const slowly = (token: string, query: string) => {
  const body = JSON.stringify({ query });
  const sent = httpRequest(`${service.address}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  });
  const status = new Promise<number>((resolve, reject) => {
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    sent.on('error', reject);
  });
  sent.write(body.slice(0, 1));
  return { finish: () => (sent.end(body.slice(1)), status) };
};

const pairs: [string, string][] = [];
beforeAll(async () => {
  for (const [name, make] of Object.entries(CALLERS))
    for (const ending of Object.keys((await make()).ends)) pairs.push([name, ending]);
}, 120_000);

test('a request whose body is still being sent does nothing once its caller has ended', async () => {
  const carriedOut: string[] = [];
  for (const [name, ending] of pairs) {
    const caller = await CALLERS[name as keyof typeof CALLERS]();
    const held = caller.held ?? onTarget();
    const request = slowly(caller.token, held.mutation);
    await caller.ends[ending]!();
    await request.finish();
    if (await held.wasCarriedOut()) carriedOut.push(`${name}, ${ending}`);
  }
  expect(carriedOut).toEqual([]);
}, 600_000);

test(
  'a request that waits for a row does nothing once its caller has ended',
  async () => {
    const carriedOut: string[] = [];
    let endedFirst = 0;
    for (let tries = 0; tries < TRIES; tries += 1) {
      const [name, ending] = pairs[tries % pairs.length]!;
      const caller = await CALLERS[name as keyof typeof CALLERS]();
      const held = caller.held ?? onTarget();
      const lock = await held.lock();
      const request = graphql.as(service, caller.token)(held.mutation);
      await lock.waitedFor();
      let ended = false;
      const ends = caller.ends[ending]!().then(() => (ended = true));
      // An ending that needs a row which the request holds comes after it; every other one answers before the row is free.
      await Promise.race([ends, lock.waitedFor(2)]);
      const wasFirst = ended;
      await lock.release();
      await Promise.all([request, ends]);
      if (wasFirst) endedFirst += 1;
      if (wasFirst && (await held.wasCarriedOut())) carriedOut.push(`${name}, ${ending}`);
    }
    expect(carriedOut).toEqual([]);
    expect(endedFirst).toBeGreaterThan(TRIES / 2);
  },
  120_000 + TRIES * 5_000,
);

test('an API token of somebody who has been disabled does not enable them again', async () => {
  const { user } = await mutate(killer, 'createServiceAccount', { username: next('reviver') }, 'user { id }');
  await graphql.assign(killer, { userId: user.id, role: 'ADMIN' });
  const { value } = await insertApiToken(service.databaseUrl, user.id, ['admin']);
  const lock = await holdRow(service.databaseUrl, 'users', 'User', user.id);
  const disabling = end('disableUser', { userId: user.id });
  await lock.waitedFor();
  const reviving = graphql.as(
    service,
    value,
  )(`mutation { enableUser(input: {userId: "${user.id}"}) { errors { code } } }`);
  await lock.waitedFor(2);
  await lock.release();
  await disabling;
  expect(graphql.codes(await reviving)).toEqual(['UNAUTHENTICATED']);
  expect((await graphql.ok(killer(`{ user(by: {id: "${user.id}"}) { status } }`))).user.status).toBe('DISABLED');
});

// The operation is executed differently the first three times.
test.each([1, 2, 3])('a query that took long is not answered once its caller has ended: call %i', async () => {
  const caller = await machine();
  const ask = graphql.as(service, caller.token);
  const lock = await holdTable(service.databaseUrl, 'mails');
  const asked = ask('{ mails(first: 1) { nodes { id } } }');
  await lock.waitedFor();
  await caller.ends['revokeToken']!();
  await sleep(1_100);
  await lock.release();
  const answer = await asked;
  expect([answer.status, answer.data, graphql.codes(answer)]).toEqual([401, undefined, ['UNAUTHENTICATED']]);
});

test('an upload breaks off with its caller, and leaves nothing behind', async () => {
  const caller = await machine();
  const sent = httpRequest(`${service.address}/imports?format=json-lines`, {
    method: 'POST',
    headers: { authorization: `Bearer ${caller.token}`, 'content-type': 'application/x-ndjson' },
  });
  const answered = new Promise<number>((resolve, reject) => {
    sent.on('response', (response) => {
      response.resume();
      resolve(response.statusCode!);
    });
    sent.on('error', reject);
  });
  sent.write('{"username":"half"}\n');
  const staged = async () => graphql.sql(service.databaseUrl, 'select 1 from imports');
  while ((await staged()).length === 0) await sleep(20);
  await caller.ends['revokeToken']!();
  sent.end('{"username":"whole"}\n');
  expect(await answered).toBe(401);
  expect(await staged()).toEqual([]);
});

/**
 * Two processes on one database and, in it, people who have signed in every way there is: what the proofs of revocation start from. What is
 * minted, is minted at the first process; what is used, is used at the second.
 */
import {
  authorize,
  clientRequest,
  type ClientOptions,
  CookieJar,
  registerInstallation,
  signIn,
} from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import { type Service, startService } from './service';

export interface Pair {
  first: Service;
  second: Service;
  /** The machine client, at the first process and at the second. */
  admin: graphql.Ask;
  adminAtSecond: graphql.Ask;
  machine: ClientOptions;
  /** An application that never asks: whether a browser's session lives can be asked through it. */
  probe: ClientOptions;
  stop(): Promise<void>;
}

export const startPair = async (): Promise<Pair> => {
  const first = await startService();
  const second = await startService({ beside: first });
  const token = await graphql.adminToken(first);
  const admin = graphql.as(first, token);
  const { client_id: clientId, client_secret: clientSecret } = first.client;
  const probe = await graphql.createApplication(first, admin, {
    name: 'Probe',
    kind: 'WEB',
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid'],
    consentMode: 'IMPLICIT',
  });
  return {
    first,
    second,
    admin,
    adminAtSecond: graphql.as(second, token),
    machine: { issuer: graphql.issuerOf(first), clientId, clientSecret },
    probe,
    stop: async () => {
      await second.stop();
      await first.stop();
    },
  };
};

/** A request of a client to an endpoint of one process. */
export const ask = async (
  { address }: Pick<Service, 'address'>,
  endpoint: string,
  client: ClientOptions,
  parameters: Record<string, string>,
): Promise<{ status: number; json: Record<string, unknown> }> => {
  const response = await clientRequest(`${address}/oidc/${endpoint}`, client, parameters);
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
};

export const refreshAt = (at: Pick<Service, 'address'>, client: ClientOptions, token: string) =>
  ask(at, 'token', client, { grant_type: 'refresh_token', refresh_token: token });

export const exchangeAt = (
  at: Pick<Service, 'address'>,
  client: ClientOptions,
  { code, verifier }: { code: string; verifier: string },
) =>
  ask(at, 'token', client, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: graphql.REDIRECT_URI,
  });

export const isActiveAt = async (at: Pick<Service, 'address'>, client: ClientOptions, token: string) =>
  (await ask(at, 'introspect', client, { token })).json.active === true;

/** Whether the browser is still signed in: an authorization that may not ask answers with a code or with `login_required`. */
const silent = async (at: Service, { issuer, clientId }: ClientOptions, jar: CookieJar): Promise<string> => {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: graphql.REDIRECT_URI,
    scope: 'openid',
    prompt: 'none',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
  });
  const cookie = jar.header(new URL(`${issuer}/auth`));
  const response = await fetch(`${at.address}/oidc/auth?${query}`, { redirect: 'manual', headers: { cookie } });
  const location = response.headers.get('location');
  if (!location) return /invalid_client|not registered|disabled/.test(await response.text()) ? 'unknown_client' : '?';
  const { searchParams } = new URL(location);
  return searchParams.get('error') ?? (searchParams.has('code') ? 'code' : '?');
};

/** What one sign-in has left in the hands of one application. */
export interface Holding {
  client: ClientOptions;
  jar: CookieJar;
  access: string;
  refresh: string;
  /** Not exchanged. */
  code: { code: string; verifier: string };
  /** Through which application the browser is asked whether it is signed in. */
  probe: ClientOptions;
}

export const KINDS = ['access', 'refresh', 'code', 'cookie'] as const;
export type Kind = (typeof KINDS)[number];

const REDIRECT = { redirectUri: graphql.REDIRECT_URI };
const SCOPE = 'openid offline_access self';

/** Signs in, or goes on in the browser of `jar`, and keeps a second code for later. */
export const hold = async (
  client: ClientOptions,
  username: string,
  { jar = new CookieJar(), probe = client }: { jar?: CookieJar; probe?: ClientOptions } = {},
): Promise<Holding> => {
  const person = { username, password: graphql.PASSWORD };
  const parameters = { prompt: 'consent' };
  const { tokens } = await signIn({ ...client, ...REDIRECT, ...person, scope: SCOPE, jar, parameters });
  const code = await authorize({ ...client, ...REDIRECT, scope: SCOPE, jar, parameters });
  return { client, jar, access: tokens.access_token, refresh: tokens.refresh_token!, code, probe };
};

/** Whether each thing works at the second process; uses the code and the refresh token up. */
export const tryAll = async ({ second, machine }: Pair, holding: Holding): Promise<Record<string, boolean>> => {
  const { client, access, refresh, code, jar, probe } = holding;
  const bearer = { headers: { authorization: `Bearer ${access}` } };
  const silently = await silent(second, probe, jar);
  const answers = {
    graphql: (await graphql.as(second, access)('{ viewer { kind } }')).status,
    userinfo: (await fetch(`${second.address}/oidc/userinfo`, bearer)).status,
    introspection: await isActiveAt(second, machine, access),
    refreshIntrospection: await isActiveAt(second, machine, refresh),
    refresh: await refreshAt(second, client, refresh),
    code: await exchangeAt(second, client, code),
  };
  // Dead must look dead, not broken: each refusal is the one that the RFC names.
  for (const status of [answers.graphql, answers.userinfo]) expect([200, 401]).toContain(status);
  for (const { status, json } of [answers.refresh, answers.code])
    if (status !== 200) expect(['invalid_grant', 'invalid_client']).toContain(json.error);
  expect(['code', 'consent_required', 'login_required', 'unknown_client']).toContain(silently);
  return {
    'access at graphql': answers.graphql === 200,
    'access at userinfo': answers.userinfo === 200,
    'access at introspection': answers.introspection,
    'refresh at introspection': answers.refreshIntrospection,
    refresh: answers.refresh.status === 200,
    code: answers.code.status === 200,
    cookie: silently === 'code' || silently === 'consent_required',
  };
};

/** Proves that a holding works, and gives it back with what was used up replaced: a new refresh token, a new code. */
export const proveAlive = async (pair: Pair, holding: Holding): Promise<Holding> => {
  const { second, machine } = pair;
  const { client, jar } = holding;
  const alive = await authorize({ ...client, ...REDIRECT, scope: SCOPE, jar, parameters: { prompt: 'consent' } });
  const refreshed = await refreshAt(second, client, holding.refresh);
  const exchanged = await exchangeAt(second, client, holding.code);
  const fresh = { ...holding, refresh: refreshed.json.refresh_token as string, code: alive };
  const bearer = { headers: { authorization: `Bearer ${holding.access}` } };
  expect({
    graphql: (await graphql.as(second, holding.access)('{ viewer { kind } }')).status,
    userinfo: (await fetch(`${second.address}/oidc/userinfo`, bearer)).status,
    introspection: await isActiveAt(second, machine, holding.access),
    refreshed: refreshed.status,
    exchanged: exchanged.status,
    cookie: await silent(second, holding.probe, jar),
  }).toEqual({
    graphql: 200,
    userinfo: 200,
    introspection: true,
    refreshed: 200,
    exchanged: 200,
    cookie: 'code',
  });
  return fresh;
};

/** A new installation of a mobile application. */
export const install = async (mobile: graphql.Registered, name: string): Promise<ClientOptions> => {
  const { issuer, registrationToken } = mobile;
  const made = await registerInstallation(issuer, registrationToken!, { device_name: name, device_platform: 'IOS' });
  return { issuer, clientId: made.client_id, clientSecret: made.client_secret };
};

let worlds = 0;

export const HOLDINGS = ['phone', 'tablet', 'web', 'web2', 'shop', 'bobPhone', 'bobWeb'] as const;
export type HoldingName = (typeof HOLDINGS)[number];

export interface World {
  alice: graphql.Person;
  bob: graphql.Person;
  applications: Record<'mobile' | 'web' | 'shop', graphql.Registered>;
  devices: Record<'phone' | 'tablet', ClientOptions>;
  holdings: Record<HoldingName, Holding>;
}

/**
 * Alice on her phone and tablet (one mobile application), in two browsers (`web`, `web2`), and in a second application in the first
 * browser (`shop`: the same session as `web`). Bob on the same phone, and in the same web application.
 */
export const buildWorld = async (pair: Pair): Promise<World> => {
  const { first, admin, probe } = pair;
  const n = (worlds += 1);
  const [alice, bob] = await Promise.all(['alice', 'bob'].map((name) => graphql.createPerson(admin, `${name}${n}`)));
  const create = (name: string, kind: string) =>
    graphql.createApplication(first, admin, {
      name: `${name} ${n}`,
      kind,
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid', 'offline_access', 'self'],
    });
  const [mobile, web, shop] = await Promise.all([
    create('Mobile', 'MOBILE'),
    create('Web', 'WEB'),
    create('Shop', 'WEB'),
  ]);
  const [phone, tablet] = await Promise.all([install(mobile, 'phone'), install(mobile, 'tablet')]);
  const a = alice!.username;
  const [onPhone, onTablet, inWeb, inWeb2, bobPhone, bobWeb] = await Promise.all([
    hold(phone, a),
    hold(tablet, a),
    hold(web, a, { probe }),
    hold(web, a, { probe }),
    hold(phone, bob!.username),
    hold(web, bob!.username, { probe }),
  ]);
  const inShop = await hold(shop, a, { jar: inWeb.jar, probe });
  return {
    alice: alice!,
    bob: bob!,
    applications: { mobile, web, shop },
    devices: { phone, tablet },
    holdings: { phone: onPhone, tablet: onTablet, web: inWeb, web2: inWeb2, shop: inShop, bobPhone, bobWeb },
  };
};

/** Whether the installation can get a token for itself, at the second process. */
export const deviceWorks = async ({ second }: Pair, device: ClientOptions): Promise<boolean> => {
  const { status, json } = await ask(second, 'token', device, { grant_type: 'client_credentials', scope: 'self' });
  if (status !== 200) expect(json.error).toBe('invalid_client');
  return status === 200;
};

/** One mutation, which must not be refused; gives its payload. */
export const mutate = async (by: graphql.Ask, name: string, input: object, fields: string) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} ${graphql.ERRORS} } }`;
  return (await graphql.ok(by(document, { input })))[name];
};

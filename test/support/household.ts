/**
 * A small world in which everything that a revocation may reach has a name: Alice in two browsers and on two devices, Bob in a browser and on
 * one of those devices. What is alive is asked of the service alone, by using it.
 */
import { applicationEpoch } from '../../src/core/liveness/epochs';
import { createHash, randomBytes } from 'node:crypto';
import { type CookieJar } from '../../src/tools/browser';
import { authorize, signIn, type Tokens } from '../../src/tools/oidc-flow';
import { newId } from '../../src/platform/random';
import { decodeId, encodeId } from '../../src/platform/type-id';
import * as graphql from './graphql';
import { isActiveAt, machineOf, tokenAt } from './pair';
import type { Service } from './service';

export const PLACES = ['web', 'other', 'phone', 'tablet', 'bobWeb', 'bobPhone'] as const;
export type PlaceName = (typeof PLACES)[number];
export const KINDS = ['access', 'refresh', 'code', 'cookie'] as const;
/** `web.access`, …, the client credentials of the two devices, and what scripts of the two people have. */
export type Credential =
  `${PlaceName}.${(typeof KINDS)[number]}` | 'phone.client' | 'tablet.client' | 'alice.api' | 'bob.api';

export interface Place {
  owner: 'alice' | 'bob';
  client: graphql.Registered;
  jar: CookieJar;
  tokens: Tokens;
  /** Not exchanged. */
  code: string;
  verifier: string;
  userId: string;
  sessionId: string;
}

export interface ApiToken {
  id: string;
  value: string;
}

export interface Household {
  alice: graphql.Person;
  bob: graphql.Person;
  places: Record<PlaceName, Place>;
  applications: {
    web: graphql.Registered;
    other: graphql.Registered;
    mobile: graphql.Registered;
    probe: graphql.Registered;
  };
  devices: { phone: { id: string; client: graphql.Registered }; tablet: { id: string; client: graphql.Registered } };
  apiTokens: Record<Place['owner'], ApiToken>;
}

const SCOPE = 'openid offline_access self account';
/** An API token of a person, as they would have made it in a session of theirs with the permission. */
export const insertApiToken = async (
  databaseUrl: string,
  userId: string,
  scopes: string[] = ['self'],
): Promise<ApiToken> => {
  const value = `cst_api_${randomBytes(32).toString('base64url')}`;
  const [row] = await graphql.sql<{ id: string }>(
    databaseUrl,
    `insert into tokens (id, hash, kind, name, user_id, application_id, client_id, application_epoch, scopes, payload, created_at, expires_at)
     select $5, $1, 'API', 'Script', $2, a.id, a.client_id, ${applicationEpoch('a')}, $3,
       jsonb_build_object('kind', 'AccessToken', 'accountId', $4::text, 'clientId', a.client_id, 'scope', array_to_string($3::text[], ' '),
         'iat', floor(extract(epoch from now()))::bigint), now(), now() + interval '1 day'
     from applications a where a.client_id = 'api-tokens' returning id`,
    [createHash('sha256').update(value).digest(), decodeId('User', userId), scopes, userId, newId()],
  );
  return { id: encodeId('Token', row!.id), value };
};

const redirectUri = graphql.REDIRECT_URI;
let made = 0;

export const buildHousehold = async (service: Service, admin: graphql.Ask): Promise<Household> => {
  const n = (made += 1);
  const scopes = ['openid', 'offline_access', 'self', 'account'];
  const application = (name: string, input: Record<string, unknown> = {}) =>
    graphql.createApplication(service, admin, {
      name: `${name} ${n}`,
      kind: 'WEB',
      redirectUris: [redirectUri],
      firstParty: true,
      scopes,
      ...input,
    });
  const [alice, bob, web, other, mobile, probe] = await Promise.all([
    graphql.createPerson(admin, `alice${n}`),
    graphql.createPerson(admin, `bob${n}`),
    application('Web'),
    application('Other'),
    application('Mobile', { kind: 'MOBILE' }),
    application('Probe', { consentMode: 'IMPLICIT' }),
  ]);
  const [phone, tablet] = await Promise.all([
    graphql.install(mobile, 'Phone', { device_app_version: '1.0.0' }),
    graphql.install(mobile, 'Tablet', { device_app_version: '1.1.0' }),
  ]);

  const script = (person: graphql.Person): Promise<ApiToken> => insertApiToken(service.databaseUrl, person.id);
  // Before anybody signs in: the newest tokens are those of sign-ins.
  const apiTokens = { alice: await script(alice), bob: await script(bob) };

  const settle = async (owner: 'alice' | 'bob', client: graphql.Registered): Promise<Place> => {
    const person = owner === 'alice' ? alice : bob;
    const options = { ...client, redirectUri, username: person.username, password: graphql.PASSWORD, scope: SCOPE };
    const { jar, tokens } = await signIn(options);
    const { code, verifier } = await authorize({ ...options, jar, parameters: { prompt: 'none' } });
    const { viewer } = await graphql.ok(graphql.as(service, tokens.access_token)('{ viewer { session { id } } }'));
    return { owner, client, jar, tokens, code, verifier, userId: person.id, sessionId: viewer.session.id };
  };
  const settled = await Promise.all([
    settle('alice', web),
    settle('alice', other),
    settle('alice', phone),
    settle('alice', tablet),
    settle('bob', web),
    settle('bob', phone),
  ]);
  const places = Object.fromEntries(PLACES.map((name, i) => [name, settled[i]!])) as Household['places'];
  const deviceOf = async (place: Place): Promise<string> => {
    const { session } = await graphql.ok(
      admin('query ($id: ID!) { session(id: $id) { device { id } } }', { id: place.sessionId }),
    );
    return session.device.id;
  };
  return {
    apiTokens,
    alice,
    bob,
    places,
    applications: { web, other, mobile, probe },
    devices: {
      phone: { id: await deviceOf(places.phone), client: phone },
      tablet: { id: await deviceOf(places.tablet), client: tablet },
    },
  };
};

/** All ways in which an access token can be used; they must agree. */
const accessWorks = async (service: Service, token: string, good = 200): Promise<boolean> => {
  const [graph, userinfo, active] = await Promise.all([
    graphql.as(service, token)('{ viewer { user { id } } }'),
    fetch(`${service.address}/oidc/userinfo`, { headers: { authorization: `Bearer ${token}` } }),
    isActiveAt(service, machineOf(service), token),
  ]);
  const answers = [graph.status === 200 && graph.errors.length === 0, userinfo.status === good, active];
  if (new Set(answers).size !== 1)
    throw new Error(
      `the endpoints disagree about one token: ${JSON.stringify({ answers, graph, userinfo: userinfo.status })}`,
    );
  return active;
};

/** What the token endpoint answers: works, or one of the ways in which what died is refused. */
const tokenRequestWorks = async (
  service: Service,
  client: graphql.Registered,
  parameters: Record<string, string>,
): Promise<boolean> => {
  const { status, json } = await tokenAt(service, client, parameters);
  if (status === 200) return true;
  if (!['invalid_grant', 'invalid_client', 'unauthorized_client'].includes(json.error as string))
    throw new Error(`the token endpoint answered ${status} ${JSON.stringify(json)}`);
  return false;
};

/** Whether the browser is still signed in: an authorization without any page gets a code, or asks for consent but not for a sign-in. */
const cookieWorks = async (
  service: Service,
  { jar, client, userId }: Place,
  { probe, mobile }: Household['applications'],
): Promise<boolean> => {
  // A session on a device is for that device's client only.
  const asked = client.applicationId === mobile.applicationId ? client : probe;
  const url = new URL(`${service.address}/oidc/auth`);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: asked.clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    prompt: 'none',
    code_challenge: createHash('sha256').update(randomBytes(32)).digest('base64url'),
    code_challenge_method: 'S256',
  }).toString();
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: jar.header(new URL(url.pathname, service.url)) },
  });
  const location = response.headers.get('location');
  if (response.status >= 500) throw new Error(`the authorization endpoint answered ${response.status} for ${userId}`);
  const returned = location ? new URL(location, service.url).searchParams : null;
  return returned !== null && (returned.has('code') || returned.get('error') === 'consent_required');
};

/** Which credentials still work at this process. Uses codes and refresh tokens up, so it can be asked once. */
export const aliveAt = async (
  service: Service,
  { places, applications, devices, apiTokens }: Household,
): Promise<Set<Credential>> => {
  const alive = new Set<Credential>();
  const note = async (name: Credential, works: Promise<boolean>) => {
    if (await works) alive.add(name);
  };
  // Cookies and access tokens first: using a code or refresh token may change what the others say.
  for (const name of PLACES) await note(`${name}.cookie`, cookieWorks(service, places[name], applications));
  await Promise.all(
    PLACES.map((name) => note(`${name}.access`, accessWorks(service, places[name].tokens.access_token))),
  );
  // Userinfo knows them, and gives no claims: they have no scope `openid`.
  for (const name of ['alice', 'bob'] as const)
    await note(`${name}.api`, accessWorks(service, apiTokens[name].value, 403));
  for (const name of PLACES) {
    const { client, code, verifier, tokens } = places[name];
    const token = tokens.refresh_token!;
    const known = await isActiveAt(service, machineOf(service), token);
    const works = await tokenRequestWorks(service, client, { grant_type: 'refresh_token', refresh_token: token });
    if (known !== works)
      throw new Error(`introspection and refresh disagree about ${name}.refresh: ${known} and ${works}`);
    if (works) alive.add(`${name}.refresh`);
    await note(
      `${name}.code`,
      tokenRequestWorks(service, client, {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        redirect_uri: redirectUri,
      }),
    );
  }
  for (const name of ['phone', 'tablet'] as const)
    await note(
      `${name}.client`,
      tokenRequestWorks(service, devices[name].client, { grant_type: 'client_credentials' }),
    );
  return alive;
};

/** Ids of what the lists show as live, or as waiting for its user, of Alice and Bob together, as a receipt names its items: `TYPE id`. */
export const listedAsLive = async (
  admin: graphql.Ask,
  { alice, bob, applications }: Household,
): Promise<Set<string>> => {
  const found = new Set<string>();
  for (const { id } of [alice, bob]) {
    const { user, sessions, tokens, accessGrants, consents, devices } = await graphql.ok(
      admin(
        `query ($id: ID!, $mobile: ID!) {
          user(by: { id: $id }) { id status devices(first: 100) { nodes { id } } }
          sessions(first: 100, filter: { userId: $id, status: [ACTIVE] }) { nodes { id } }
          tokens(first: 100, filter: { userId: $id, status: [ACTIVE, SUSPENDED] }) { nodes { id kind } }
          accessGrants(first: 100, filter: { userId: $id }) { nodes { id } }
          consents(first: 100, filter: { userId: $id }) { nodes { id } }
          devices(first: 100, filter: { applicationId: $mobile }) { nodes { id } }
        }`,
        { id, mobile: applications.mobile.applicationId },
      ),
    );
    const note = (type: string, nodes: { id: string }[]) => nodes.forEach((node) => found.add(`${type} ${node.id}`));
    if (user?.status === 'ACTIVE') note('USER', [user]);
    note('DEVICE_LINK', user?.devices.nodes ?? []);
    note('SESSION', sessions.nodes);
    for (const token of tokens.nodes as { id: string; kind: string }[]) found.add(`${token.kind}_TOKEN ${token.id}`);
    note('ACCESS_GRANT', accessGrants.nodes);
    note('CONSENT', consents.nodes);
    note('DEVICE', devices.nodes);
  }
  return found;
};

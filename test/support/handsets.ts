/**
 * Alice on two phones and Bob on one of them, each with a key to confirm sign-ins, told by push, and with what a client got in that way: tokens,
 * and an approval that it has not redeemed yet. What is alive is found by using it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { pollAuthentication, startAuthentication } from '../../src/tools/ciba-flow';
import type { Tokens } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import type { Listener } from './listener';
import { isActiveAt, machineOf, mutate, refreshAt } from './pair';
import { enrolled, type Key, type Phone, signInOnPhone } from './phone';
import type { Service } from './service';

export const HANDSETS = ['phone', 'tablet', 'bobPhone'] as const;
export type HandsetName = (typeof HANDSETS)[number];
/** That it can confirm, that it is told, an approval that waits for its client, and the tokens that a client got. */
export const KINDS = ['key', 'push', 'approval', 'access', 'refresh'] as const;
export type MobileCredential = `${HandsetName}.${(typeof KINDS)[number]}`;

export interface Handset extends Phone {
  key: Key;
  authenticatorId: string;
  address: string;
  /** What the shop holds. */
  tokens: Tokens;
  approved: string;
}

export interface Handsets {
  handsets: Record<HandsetName, Handset>;
  alice: graphql.Person;
  bob: graphql.Person;
  /** Whose installations they are, who holds tokens, and who asks afterwards. */
  mobile: graphql.Registered;
  shop: graphql.Registered;
  asker: graphql.Registered;
  /** One for each handset: a client waits while one of its requests does. */
  askers: Record<HandsetName, graphql.Registered>;
  passwords: Record<string, string>;
}

const SCOPE = 'openid offline_access self';
const base = ({ address }: Service) => `${address}/oidc`;
let made = 0;

const begin = (service: Service, client: graphql.Registered, { username }: graphql.Person) =>
  startAuthentication(base(service), client, { scope: SCOPE, login_hint: username });

/** Confirms the newest sign-in that waits for the user, on this device; false where that is refused. */
const confirm = async (ask: graphql.Ask, key: Key): Promise<boolean> => {
  const { data } = await ask('{ pendingAuthentications { id challenge } }');
  const request = data?.pendingAuthentications.at(-1);
  if (!request) return false;
  const answer = { authenticationId: request.id, decision: 'APPROVE' };
  const signature = await key.sign({ ...answer, purpose: 'answerAuthentication', challenge: request.challenge });
  const done = await ask(
    'mutation ($input: AnswerAuthenticationInput!) { answerAuthentication(input: $input) { errors { code } } }',
    { input: { ...answer, signature } },
  );
  return done.data.answerAuthentication.errors.length === 0;
};

/** A sign-in that a client started and this device confirmed; redeemed by nobody yet. */
const approve = async (service: Service, client: graphql.Registered, { owner, ask, key }: Phone & { key: Key }) => {
  const { json } = await begin(service, client, owner);
  if (!(await confirm(ask, key))) throw new Error(`${owner.username} could not confirm ${JSON.stringify(json)}`);
  return json.auth_req_id;
};

export const buildHandsets = async (service: Service, admin: graphql.Ask): Promise<Handsets> => {
  const n = (made += 1);
  const common = { redirectUris: [graphql.REDIRECT_URI], scopes: ['openid', 'offline_access', 'self'] };
  const asking = (name: string) =>
    graphql.createApplication(service, admin, {
      ...{ ...common, name: `${name} ${n}`, kind: 'WEB' },
      backchannelAuthentication: true,
    });
  const [alice, bob, mobile, shop, asker] = await Promise.all([
    graphql.createPerson(admin, `alice${n}`),
    graphql.createPerson(admin, `bob${n}`),
    graphql.createApplication(service, admin, {
      ...{ ...common, name: `Mobile ${n}`, kind: 'MOBILE' },
      ...{ firstParty: true, scopes: [...common.scopes, 'account'] },
    }),
    asking('Shop'),
    asking('Asker'),
  ]);
  const [phone, tablet] = await Promise.all([
    graphql.install(mobile, 'Phone', { device_app_version: '1.0.0' }),
    graphql.install(mobile, 'Tablet', { device_app_version: '1.1.0' }),
  ]);
  const settle = async (owner: graphql.Person, client: graphql.Registered): Promise<Handset> => {
    const signedIn = await signInOnPhone(service, mobile, owner, client);
    const { key, id: authenticatorId } = await enrolled(signedIn);
    const address = `${client.clientId}:${owner.id}`;
    await mutate(signedIn.ask, 'enrollPushAuthentication', { provider: 'WEBHOOK', address }, '__typename');
    const handset = { ...signedIn, key };
    const { json: tokens } = await pollAuthentication(base(service), shop, await approve(service, shop, handset));
    return { ...handset, authenticatorId, address, tokens, approved: await approve(service, shop, handset) };
  };
  // One after the other for one user: each confirms the newest that waits.
  const [[first, second], third] = await Promise.all([
    settle(alice, phone).then(async (done) => [done, await settle(alice, tablet)] as const),
    settle(bob, phone),
  ]);
  const clients = await Promise.all(HANDSETS.map(async (name) => [name, await asking(`Asker of ${name}`)] as const));
  const askers = Object.fromEntries(clients) as Handsets['askers'];
  const passwords = { [alice.id]: graphql.PASSWORD, [bob.id]: graphql.PASSWORD };
  const handsets = { phone: first, tablet: second, bobPhone: third };
  return { handsets, alice, bob, mobile, shop, asker, askers, passwords };
};

/** Whether the user, having signed in there anew, can still confirm with the key: an ending of a session or a token takes no key. */
const keyWorks = async (service: Service, home: Handsets, name: HandsetName): Promise<boolean> => {
  const { owner, client, key } = home.handsets[name];
  const asker = home.askers[name];
  const anew = await graphql
    .tokensOf(client, owner.username, 'openid self account', home.passwords[owner.id])
    .catch(() => null);
  if (!anew) return false;
  const { status, json } = await begin(service, asker, owner);
  if (status !== 200 || !(await confirm(graphql.as(service, anew.access_token), key))) return false;
  return (await pollAuthentication(base(service), asker, json.auth_req_id)).status === 200;
};

/** The addresses that hear of a new sign-in of this user, once no message is left to be sent. */
const told = async (
  service: Service,
  home: Handsets,
  owner: graphql.Person,
  listener: Listener,
): Promise<Set<string>> => {
  const before = listener.received.length;
  await begin(service, home.asker, owner);
  for (;;) {
    const [left] = await graphql.sql<{ n: number }>(
      service.databaseUrl,
      `select count(*)::int as n from graphile_worker.jobs where task_identifier = 'push'`,
    );
    if (left!.n === 0) break;
    await sleep(20);
  }
  return new Set(listener.received.slice(before).map(({ body }) => JSON.parse(body).data.address as string));
};

/** Which of them work at this process. Uses them up, so it can be asked once. */
export const aliveHandsetsAt = async (
  service: Service,
  home: Handsets,
  listener: Listener,
): Promise<Set<MobileCredential>> => {
  const alive = new Set<MobileCredential>();
  const note = async (name: MobileCredential, works: boolean | Promise<boolean>) => {
    if (await works) alive.add(name);
  };
  const heard = new Set<string>();
  for (const owner of [home.alice, home.bob])
    for (const address of await told(service, home, owner, listener)) heard.add(address);
  for (const name of HANDSETS) {
    const { address, tokens, approved } = home.handsets[name];
    await note(`${name}.push`, heard.has(address));
    await note(`${name}.access`, isActiveAt(service, machineOf(service), tokens.access_token));
    await note(
      `${name}.refresh`,
      refreshAt(service, home.shop, tokens.refresh_token!).then(({ status }) => status === 200),
    );
    await note(
      `${name}.approval`,
      pollAuthentication(base(service), home.shop, approved).then(({ status }) => status === 200),
    );
  }
  for (const name of HANDSETS) await note(`${name}.key`, keyWorks(service, home, name));
  return alive;
};

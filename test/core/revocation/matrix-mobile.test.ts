/**
 * What each way of ending something does to confirming sign-ins on devices: to keys, push messages, approvals that wait and tokens that came of
 * them. It is ended at one process and used at another. What it does to everything else is in matrix.test.ts.
 */
import { randomBytes } from 'node:crypto';
import { isObjectType, type GraphQLNonNull } from 'graphql';
import { buildSchema } from '../../support/schema';
import * as graphql from '../../support/graphql';
import {
  aliveHandsetsAt,
  buildHandsets,
  HANDSETS,
  type Handsets,
  type HandsetName,
  KINDS,
  type MobileCredential,
} from '../../support/handsets';
import { listen, type Listener } from '../../support/listener';
import { mutate } from '../../support/pair';
import { type Service, startService } from '../../support/service';
import { WAYS } from '../../support/ways-to-end';

let listener: Listener;
let first: Service;
let second: Service;
let admin: graphql.Ask;
beforeAll(async () => {
  listener = await listen();
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  const env = { PUSH_WEBHOOK_URL: listener.url, PUSH_WEBHOOK_SECRET: secret };
  first = await startService({ env });
  second = await startService({ env, beside: first });
  admin = graphql.as(first, await graphql.adminToken(first));
  await graphql.sql(
    first.databaseUrl,
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  );
}, 60_000);
afterAll(async () => {
  await second?.stop();
  await first?.stop();
  await listener?.stop();
});

type Kind = (typeof KINDS)[number];
const at = (name: HandsetName, ...kinds: Kind[]): MobileCredential[] =>
  (kinds.length > 0 ? kinds : KINDS).map((kind) => `${name}.${kind}` as const);
const each = (names: readonly HandsetName[], ...kinds: Kind[]) => names.flatMap((name) => at(name, ...kinds));
const OF_ALICE = ['phone', 'tablet'] as const;
/** What a client was given, and what it is about to be given. */
const GIVEN = ['approval', 'access', 'refresh'] as const;

const newest = async (list: string, filter: Record<string, unknown>): Promise<string> => {
  const type = `${list[0]!.toUpperCase()}${list.slice(1, -1)}Filter`;
  const found = await graphql.ok(
    admin(`query ($filter: ${type}) { ${list}(first: 1, filter: $filter) { nodes { id } } }`, { filter }),
  );
  return found[list].nodes[0].id;
};
const sessionOf = ({ alice, handsets }: Handsets) =>
  newest('sessions', { userId: alice.id, deviceId: handsets.phone.deviceId, status: ['ACTIVE'] });
const ofShop = ({ alice, shop }: Handsets) => ({ userId: alice.id, applicationId: shop.applicationId });
const onPhone = ({ alice, handsets }: Handsets) => ({ userId: alice.id, deviceId: handsets.phone.deviceId });
const phoneOfBoth = ({ alice, bob }: Handsets) => ({ confirmedUserIds: [alice.id, bob.id] });

type Input = Record<string, unknown>;
interface Row {
  mutation: string;
  what?: string;
  input: (home: Handsets) => Input | Promise<Input>;
  /** Alice herself, on her tablet. */
  byAlice?: true;
  dies: MobileCredential[];
}

const TABLE: Row[] = [
  { mutation: 'disableUser', input: ({ alice }) => ({ userId: alice.id }), dies: each(OF_ALICE) },
  {
    mutation: 'lockdownUser',
    input: ({ alice }) => ({ userId: alice.id, reason: 'stolen' }),
    dies: each(OF_ALICE),
  },
  { mutation: 'disableUsers', input: ({ alice }) => ({ userIds: [alice.id] }), dies: each(OF_ALICE) },
  { mutation: 'deleteUser', input: ({ alice }) => ({ userId: alice.id }), dies: each(OF_ALICE) },
  { mutation: 'deleteUsers', input: ({ alice, bob }) => ({ userIds: [alice.id, bob.id] }), dies: each(HANDSETS) },
  {
    mutation: 'setUserPassword',
    input: (home) => {
      home.passwords[home.alice.id] = 'a wholly different secret';
      return { userId: home.alice.id, password: 'a wholly different secret' };
    },
    dies: each(OF_ALICE, ...GIVEN),
  },
  {
    mutation: 'changeMyPassword',
    input: (home) => {
      home.passwords[home.alice.id] = 'a wholly different secret';
      return { currentPassword: graphql.PASSWORD, newPassword: 'a wholly different secret' };
    },
    byAlice: true,
    dies: each(OF_ALICE, ...GIVEN),
  },
  { mutation: 'revokeAllSessions', input: ({ alice }) => ({ userId: alice.id }), dies: each(OF_ALICE, ...GIVEN) },
  // They hang on the device, not on the session in which it was confirmed.
  { mutation: 'revokeSession', input: async (home) => ({ sessionId: await sessionOf(home) }), dies: [] },
  {
    mutation: 'revokeSessions',
    what: 'of both, by a filter',
    input: ({ handsets }) => ({ filter: { deviceId: handsets.phone.deviceId }, expectedCount: 2 }),
    dies: [],
  },
  {
    mutation: 'revokeToken',
    what: 'of a refresh token',
    input: async ({ handsets, shop }) => ({
      tokenId: await newest('tokens', {
        ...{ deviceId: handsets.bobPhone.deviceId, userId: handsets.bobPhone.owner.id },
        ...{ applicationId: shop.applicationId, kind: ['REFRESH'] },
      }),
    }),
    dies: at('bobPhone', 'access', 'refresh'),
  },
  {
    mutation: 'revokeTokens',
    what: 'by a filter',
    input: (home) => ({ filter: { ...ofShop(home), kind: ['ACCESS'] }, expectedCount: 2 }),
    dies: each(OF_ALICE, 'access'),
  },
  {
    mutation: 'revokeConsent',
    input: async (home) => ({ consentId: await newest('consents', ofShop(home)) }),
    dies: each(OF_ALICE, ...GIVEN),
  },
  {
    mutation: 'revokeConsents',
    what: 'by a filter',
    input: ({ shop }) => ({ filter: { applicationId: shop.applicationId }, expectedCount: 2 }),
    dies: each(HANDSETS, ...GIVEN),
  },
  {
    mutation: 'revokeApplicationAccess',
    what: 'of the client that holds the tokens',
    input: ofShop,
    dies: each(OF_ALICE, ...GIVEN),
  },
  {
    mutation: 'revokeApplicationAccess',
    what: 'of the app on the device',
    input: ({ alice, mobile }) => ({ userId: alice.id, applicationId: mobile.applicationId }),
    dies: [],
  },
  { mutation: 'disconnectDevice', input: onPhone, dies: at('phone') },
  { mutation: 'disconnectAllDevices', input: ({ alice }) => ({ userId: alice.id }), dies: each(OF_ALICE) },
  {
    mutation: 'deleteDevice',
    input: (home) => ({ deviceId: home.handsets.phone.deviceId, ...phoneOfBoth(home) }),
    dies: each(['phone', 'bobPhone']),
  },
  {
    mutation: 'deleteDevices',
    input: (home) => ({
      deviceIds: [home.handsets.phone.deviceId, home.handsets.tablet.deviceId],
      ...phoneOfBoth(home),
    }),
    dies: each(HANDSETS),
  },
  {
    mutation: 'removeMyDevice',
    what: 'shared with another',
    input: ({ handsets }) => ({ deviceId: handsets.phone.deviceId }),
    byAlice: true,
    dies: at('phone'),
  },
  {
    mutation: 'removeMyDevice',
    what: 'alone on it',
    input: ({ handsets }) => ({ deviceId: handsets.tablet.deviceId }),
    byAlice: true,
    dies: at('tablet'),
  },
  { mutation: 'revokeMobileAuthentication', input: onPhone, dies: at('phone', 'key', 'push', 'approval') },
  {
    mutation: 'removeDeviceAuthenticator',
    what: 'of the only one there',
    input: ({ handsets }) => ({ authenticatorId: handsets.phone.authenticatorId }),
    dies: at('phone', 'key', 'push', 'approval'),
  },
  { mutation: 'revokePushNotifications', input: onPhone, dies: at('phone', 'push') },
  {
    mutation: 'enrollPushAuthentication',
    what: 'where only one device of a user is told',
    input: async ({ mobile, handsets }) => {
      const { applicationId } = mobile;
      await mutate(admin, 'updateApplication', { applicationId, pushMode: 'OVERRIDE' }, '__typename');
      handsets.tablet.address += ':again';
      return { provider: 'WEBHOOK', address: handsets.tablet.address };
    },
    byAlice: true,
    dies: at('phone', 'push'),
  },
  {
    mutation: 'disableApplication',
    what: 'of the client that holds the tokens',
    input: ({ shop }) => ({ applicationId: shop.applicationId }),
    dies: each(HANDSETS, ...GIVEN),
  },
  {
    mutation: 'disableApplication',
    what: 'of the app on the devices',
    input: ({ mobile }) => ({ applicationId: mobile.applicationId }),
    dies: each(HANDSETS, 'key', 'push'),
  },
  {
    mutation: 'deleteApplication',
    what: 'of the app on the devices',
    input: ({ mobile }) => ({ applicationId: mobile.applicationId, force: true }),
    dies: each(HANDSETS),
  },
  {
    mutation: 'setApplicationVersionStatus',
    what: 'to DISABLED',
    input: ({ mobile }) => ({ applicationId: mobile.applicationId, appVersion: '1.0.0', status: 'DISABLED' }),
    dies: each(['phone', 'bobPhone']),
  },
];

test('before anything ends, all of it works at both processes', async () => {
  for (const service of [first, second]) {
    const alive = await aliveHandsetsAt(service, await buildHandsets(first, admin), listener);
    expect([...alive].sort()).toEqual(each(HANDSETS).sort());
  }
});

test.each(TABLE.map((row) => [`${row.mutation} ${row.what ?? ''}`.trim(), row] as const))(
  '%s',
  async (_name, { mutation, input, byAlice, dies }) => {
    const home = await buildHandsets(first, admin);
    await mutate(byAlice ? home.handsets.tablet.ask : admin, mutation, await input(home), '__typename');
    const alive = await aliveHandsetsAt(second, home, listener);
    expect(
      each(HANDSETS)
        .filter((credential) => !alive.has(credential))
        .sort(),
    ).toEqual([...dies].sort());
  },
  20_000,
);

test('a plan that is applied ends what its mutation does', async () => {
  const home = await buildHandsets(first, admin);
  const selector = { revokeMobileAuthentication: onPhone(home) };
  const { plan } = await mutate(admin, 'planRevocation', { selector }, 'plan { token }');
  await mutate(admin, 'applyRevocation', { planToken: plan.token }, '__typename');
  const alive = await aliveHandsetsAt(second, home, listener);
  const left = [...at('phone', 'access', 'refresh'), ...at('tablet'), ...at('bobPhone')];
  expect([...alive].sort()).toEqual(left.sort());
});

test('every mutation that gives a receipt is in this table, and in the other where it ends anything of what that looks at', () => {
  const fields = Object.values(buildSchema().getMutationType()!.getFields());
  const ending = fields
    .filter(({ type }) => {
      const payload = (type as GraphQLNonNull<never>).ofType as unknown;
      return isObjectType(payload) && 'revocation' in payload.getFields();
    })
    .map(({ name }) => name);
  const here = new Set(TABLE.map(({ mutation }) => mutation));
  // A plan has a test of its own above, and a code is exchanged or revoked without any device knowing of it.
  const notHere = ['applyRevocation', 'revokeAccessGrant'];
  // Second factors of the sign-in are on no device, and in the place of another nobody confirms anything.
  const elsewhere = ['createRecoveryCodes', 'removeAuthenticator', 'endImpersonation', 'revokeEverything'];
  notHere.push(...elsewhere);
  expect(ending.filter((name) => !here.has(name) && !notHere.includes(name))).toEqual([]);
  const there = new Set(WAYS.map(({ what }) => /^\w+/.exec(what)![0]));
  // What confirms sign-ins is none of what the other table looks at.
  const notThere = [...elsewhere, 'revokeMobileAuthentication', 'removeDeviceAuthenticator', 'revokePushNotifications'];
  notThere.push('enrollPushAuthentication');
  expect(ending.filter((name) => !there.has(name) && !notThere.includes(name))).toEqual([]);
});

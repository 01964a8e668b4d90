/**
 * What dies and what lives, for every way to end something: a table that is also the documentation. Each ending is asked of one process, and
 * everything is then tried at another that shares the database, right after the answer. Each receipt says exactly what died.
 */
import { revokeToken, signOut } from '../../../src/tools/oidc-flow';
import { encodeId, type IdType } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { liveThings, wholeDatabase } from '../../support/naive-liveness';
import * as world from '../../support/world';

let pair: world.Pair;
beforeAll(async () => void (pair = await world.startPair()), 60_000);
afterAll(() => pair?.stop());

type Names = readonly (world.HoldingName | 'phone credentials' | 'tablet credentials')[];
type Dies = Partial<Record<world.Kind, Names>>;

const ALICE = ['phone', 'tablet', 'web', 'web2', 'shop'] as const;
/** All four kinds of these. */
const all = (...names: world.HoldingName[]): Dies => ({ access: names, refresh: names, code: names, cookie: names });
/** The tokens and codes of these; the browsers stay signed in. */
const issued = (...names: world.HoldingName[]): Dies => ({ access: names, refresh: names, code: names });

interface Row {
  /** Ends it, given the input that every mutation has besides its own. */
  end: (w: world.World, common: { dryRun?: true }) => Promise<unknown>;
  /** What dies. Everything that is not here stays alive. */
  dies: Dies;
  /** Installations whose next token request is `invalid_client`. */
  devices?: ('phone' | 'tablet')[];
  /** Ended at an endpoint of the provider, where there is no dry run and the receipt is looked up. */
  provider?: true;
}

const RECEIPT = 'revocation { id action dryRun replayed counts { ...C } }'.replace(
  '...C',
  'users deviceLinks devices sessions accessTokens refreshTokens apiTokens accessGrants consents authenticators',
);
const asAdmin = (name: string, input: object) => world.mutate(pair.admin, name, input, RECEIPT);

const facts = async (holding: world.Holding, at = holding.access) =>
  (
    await graphql.ok(
      pair.admin(
        'mutation ($token: String!) { introspectToken(input: { token: $token }) { token { id device { id } session { id } consent { id } } errors { code } } }',
        { token: at },
      ),
    )
  ).introspectToken.token as { id: string; device: { id: string }; session: { id: string }; consent: { id: string } };

const deviceOf = async (w: world.World) => (await facts(w.holdings.phone)).device.id;

const ROWS: Record<string, Row> = {
  disableUser: {
    end: (w, common) => asAdmin('disableUser', { userId: w.alice.id, ...common }),
    dies: all(...ALICE),
  },
  deleteUser: {
    end: (w, common) => asAdmin('deleteUser', { userId: w.alice.id, ...common }),
    dies: all(...ALICE),
  },
  setUserPassword: {
    end: (w, common) =>
      asAdmin('setUserPassword', { userId: w.alice.id, password: 'another horse battery staple', ...common }),
    dies: all(...ALICE),
  },
  revokeSession: {
    end: async (w, common) =>
      asAdmin('revokeSession', { sessionId: (await facts(w.holdings.web)).session.id, ...common }),
    dies: all('web', 'shop'),
  },
  'revokeSession, its tokens spared': {
    end: async (w, common) =>
      asAdmin('revokeSession', {
        sessionId: (await facts(w.holdings.web)).session.id,
        removeTokens: false,
        ...common,
      }),
    dies: { cookie: ['web', 'shop'] },
  },
  revokeAllSessions: {
    end: (w, common) => asAdmin('revokeAllSessions', { userId: w.alice.id, ...common }),
    dies: all(...ALICE),
  },
  'revokeAllSessions, the current one spared': {
    end: (w, common) =>
      world.mutate(
        graphql.as(pair.first, w.holdings.web.access),
        'revokeAllSessions',
        { userId: w.alice.id, exceptCurrent: true, ...common },
        RECEIPT,
      ),
    dies: all('phone', 'tablet', 'web2'),
  },
  'revokeToken of an access token': {
    end: async (w, common) => asAdmin('revokeToken', { tokenId: (await facts(w.holdings.web)).id, ...common }),
    dies: { access: ['web'] },
  },
  'revokeToken of a refresh token': {
    end: async (w, common) =>
      asAdmin('revokeToken', { tokenId: (await facts(w.holdings.web, w.holdings.web.refresh)).id, ...common }),
    dies: { access: ['web'], refresh: ['web'] },
  },
  revokeAccessGrant: {
    end: async (w, common) => {
      const { accessGrants } = await graphql.ok(
        pair.admin(
          'query ($userId: ID!, $applicationId: ID!) { accessGrants(filter: { userId: $userId, applicationId: $applicationId }) { nodes { id } } }',
          { userId: w.alice.id, applicationId: w.applications.shop.applicationId },
        ),
      );
      expect(accessGrants.nodes).toHaveLength(1);
      return asAdmin('revokeAccessGrant', { accessGrantId: accessGrants.nodes[0].id, ...common });
    },
    dies: { code: ['shop'] },
  },
  revokeConsent: {
    end: async (w, common) =>
      asAdmin('revokeConsent', { consentId: (await facts(w.holdings.web)).consent.id, ...common }),
    dies: issued('web', 'web2'),
  },
  revokeApplicationAccess: {
    end: (w, common) =>
      asAdmin('revokeApplicationAccess', {
        userId: w.alice.id,
        applicationId: w.applications.mobile.applicationId,
        ...common,
      }),
    dies: issued('phone', 'tablet'),
  },
  disconnectDevice: {
    end: async (w, common) =>
      asAdmin('disconnectDevice', { userId: w.alice.id, deviceId: await deviceOf(w), ...common }),
    dies: all('phone'),
  },
  disconnectAllDevices: {
    end: (w, common) => asAdmin('disconnectAllDevices', { userId: w.alice.id, ...common }),
    dies: all('phone', 'tablet'),
  },
  deleteDevice: {
    end: async (w, common) =>
      asAdmin('deleteDevice', {
        deviceId: await deviceOf(w),
        confirmedUserIds: [w.alice.id, w.bob.id],
        ...common,
      }),
    dies: all('phone', 'bobPhone'),
    devices: ['phone'],
  },
  disableApplication: {
    end: (w, common) => asAdmin('disableApplication', { applicationId: w.applications.web.applicationId, ...common }),
    dies: issued('web', 'web2', 'bobWeb'),
  },
  'deleteApplication by force': {
    end: (w, common) =>
      asAdmin('deleteApplication', { applicationId: w.applications.mobile.applicationId, force: true, ...common }),
    dies: all('phone', 'tablet', 'bobPhone'),
    devices: ['phone', 'tablet'],
  },
  'the provider’s sign-out': {
    end: (w) => signOut(pair.machine.issuer, w.holdings.web.jar),
    dies: all('web', 'shop'),
    provider: true,
  },
  'the provider’s revocation of an access token': {
    end: (w) => revokeToken(w.holdings.web.client, w.holdings.web.access),
    dies: { access: ['web'] },
    provider: true,
  },
  'the provider’s revocation of a refresh token': {
    end: (w) => revokeToken(w.holdings.web.client, w.holdings.web.refresh),
    dies: { access: ['web'], refresh: ['web'] },
    provider: true,
  },
};

const COUNTED: Record<string, string> = {
  users: 'USER',
  deviceLinks: 'DEVICE_LINK',
  devices: 'DEVICE',
  sessions: 'SESSION',
  accessTokens: 'ACCESS_TOKEN',
  refreshTokens: 'REFRESH_TOKEN',
  apiTokens: 'API_TOKEN',
  accessGrants: 'ACCESS_GRANT',
  consents: 'CONSENT',
  authenticators: 'AUTHENTICATOR',
};
const ID_TYPES: Record<string, IdType> = {
  USER: 'User',
  DEVICE_LINK: 'DeviceLink',
  DEVICE: 'Device',
  SESSION: 'Session',
  ACCESS_TOKEN: 'Token',
  REFRESH_TOKEN: 'Token',
  ACCESS_GRANT: 'AccessGrant',
  CONSENT: 'Consent',
};

const countsOf = (things: string[]) =>
  Object.fromEntries(
    Object.entries(COUNTED).map(([name, type]) => [
      name,
      things.filter((thing) => thing.startsWith(`${type} `)).length,
    ]),
  );

/** All items, page by page, as `TYPE uuid` would be written with public ids. */
const itemsOf = async (id: string): Promise<string[]> => {
  const items: string[] = [];
  for (let after: string | null = null; ;) {
    const { revocation } = await graphql.ok(
      pair.adminAtSecond(
        'query ($id: ID!, $after: String) { revocation(id: $id) { items(first: 7, after: $after) { nodes { type itemId } pageInfo { hasNextPage endCursor } } } }',
        { id, after },
      ),
    );
    const { nodes, pageInfo } = revocation.items as {
      nodes: { type: string; itemId: string }[];
      pageInfo: { hasNextPage: boolean; endCursor: string };
    };
    items.push(...nodes.map(({ type, itemId }) => `${type} ${itemId}`));
    if (!pageInfo.hasNextPage) return items.sort();
    after = pageInfo.endCursor;
  }
};

const newestReceipt = async () =>
  (
    await graphql.ok(
      pair.admin(`{ revocations(first: 1) { nodes { id counts { ${Object.keys(COUNTED).join(' ')} } } } }`),
    )
  ).revocations.nodes[0];

const difference = (before: Set<string>, after: Set<string>) => [...before].filter((thing) => !after.has(thing));

const setting = (key: string, value: boolean) =>
  graphql.sql(
    pair.first.databaseUrl,
    'insert into settings (key, value, updated_at) values ($1, $2, now()) on conflict (key) do update set value = $2',
    [key, JSON.stringify(value)],
  );

describe('what dies at once, and what stays alive, by', () => {
  beforeAll(() => setting('users.delete.requireDisabled', false));

  test.each(Object.entries(ROWS))('%s', async (_name, row) => {
    const { databaseUrl } = pair.first;
    const w = await world.buildWorld(pair);
    await Promise.all(
      world.HOLDINGS.map(async (name) => void (w.holdings[name] = await world.proveAlive(pair, w.holdings[name]))),
    );
    for (const device of Object.values(w.devices)) expect(await world.deviceWorks(pair, device)).toBe(true);

    let foretold;
    if (!row.provider) {
      const contents = await wholeDatabase(databaseUrl);
      foretold = ((await row.end(w, { dryRun: true })) as { revocation: { dryRun: boolean; counts: object } })
        .revocation;
      expect(foretold.dryRun).toBe(true);
      expect(await wholeDatabase(databaseUrl)).toEqual(contents);
    }

    const before = await liveThings(databaseUrl);
    const ended = (await row.end(w, {})) as { revocation: { id: string; counts: object } };
    const after = await liveThings(databaseUrl);

    const found = Object.fromEntries(
      await Promise.all(
        world.HOLDINGS.map(async (name) => [name, await world.tryAll(pair, w.holdings[name])] as const),
      ),
    );
    const alive = (name: world.HoldingName, kind: world.Kind) => !row.dies[kind]?.includes(name);
    const expected = Object.fromEntries(
      world.HOLDINGS.map((name) => [
        name,
        {
          'access at graphql': alive(name, 'access'),
          'access at userinfo': alive(name, 'access'),
          'access at introspection': alive(name, 'access'),
          'refresh at introspection': alive(name, 'refresh'),
          refresh: alive(name, 'refresh'),
          code: alive(name, 'code'),
          cookie: alive(name, 'cookie'),
        },
      ]),
    );
    expect(found).toEqual(expected);
    for (const name of ['phone', 'tablet'] as const)
      expect([name, await world.deviceWorks(pair, w.devices[name])]).toEqual([name, !row.devices?.includes(name)]);

    const died = difference(before, after);
    expect(difference(after, before)).toEqual([]);
    const receipt = row.provider ? await newestReceipt() : ended.revocation;
    expect(died.length).toBeGreaterThan(0);
    expect(receipt.counts).toEqual(countsOf(died));
    if (foretold) expect(foretold.counts).toEqual(receipt.counts);
    const publicly = died.map((thing) => {
      const [type, id] = thing.split(' ') as [string, string];
      return `${type} ${encodeId(ID_TYPES[type]!, id)}`;
    });
    expect(await itemsOf(receipt.id)).toEqual(publicly.sort());
  });
});

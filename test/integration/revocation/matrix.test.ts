/**
 * What each way of ending something ends, and what it leaves alone. Two processes share the database: it is ended at one, and used at the
 * other from the moment the first has answered. What works is found by using it; the receipt must name exactly what the lists then lack.
 */
import { clientRequest, revokeToken, signOut } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import {
  aliveAt,
  buildHousehold,
  type Credential,
  type Household,
  KINDS,
  listedAsLive,
  type Place,
  PLACES,
  type PlaceName,
} from '../../support/household';
import { type Service, startService } from '../../support/service';

let first: Service;
let second: Service;
let admin: graphql.Ask;

beforeAll(async () => {
  first = await startService();
  second = await startService({ beside: first });
  admin = graphql.as(first, await graphql.adminToken(first));
}, 60_000);
afterAll(async () => {
  await second.stop();
  await first.stop();
});

/** Everything at a place, or what is named of it. */
const at = (place: PlaceName, ...kinds: (typeof KINDS)[number][]): Credential[] =>
  (kinds.length > 0 ? kinds : KINDS).map((kind) => `${place}.${kind}` as Credential);
const ALL_OF_ALICE = [...at('web'), ...at('other'), ...at('phone'), ...at('tablet')];
const EVERYTHING: Credential[] = [...PLACES.flatMap((place) => at(place)), 'phone.client', 'tablet.client'];

const RECEIPT =
  'revocation { id action counts { users deviceLinks devices sessions accessTokens refreshTokens apiTokens accessGrants consents } items(first: 100) { totalCount nodes { type itemId } } }';

interface Receipt {
  counts: Record<string, number>;
  items: { totalCount: number; nodes: { type: string; itemId: string }[] };
}

interface End {
  (home: Household, ask?: graphql.Ask): Promise<Receipt>;
  /** The same as a dry run. */
  foretell?: (home: Household) => Promise<Receipt>;
}

const mutate = (
  name: string,
  input: (home: Household) => Record<string, unknown> | Promise<Record<string, unknown>>,
): End => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const run = async (home: Household, ask: graphql.Ask, dryRun: boolean): Promise<Receipt> => {
    const data = await graphql.ok(
      ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${RECEIPT} ${graphql.ERRORS} } }`, {
        input: { ...(await input(home)), dryRun },
      }),
    );
    return data[name].revocation;
  };
  const end: End = (home, ask = admin) => run(home, ask, false);
  end.foretell = (home) => run(home, admin, true);
  return end;
};

/** The receipt of what the provider's own endpoint did, found as the newest about the user. */
const newestReceipt = async (userId: string): Promise<Receipt> => {
  const { revocations } = await graphql.ok(
    admin(
      `query ($id: ID!) { revocations(first: 1, filter: { userId: $id }) { nodes { action ${RECEIPT.replace('revocation { id action', '').replace(/}$/, '')} } } }`,
      { id: userId },
    ),
  );
  return revocations.nodes[0];
};

const tokenId = async (place: Place, kind: 'ACCESS' | 'REFRESH'): Promise<string> => {
  const { tokens } = await graphql.ok(
    admin(
      'query ($session: ID!, $kind: TokenKind!) { tokens(filter: { sessionId: $session, kind: [$kind] }) { nodes { id } } }',
      { session: place.sessionId, kind },
    ),
  );
  return tokens.nodes[0].id;
};
const consentId = async (userId: string, applicationId: string): Promise<string> => {
  const { consents } = await graphql.ok(
    admin('query ($u: ID!, $a: ID!) { consents(filter: { userId: $u, applicationId: $a }) { nodes { id } } }', {
      u: userId,
      a: applicationId,
    }),
  );
  return consents.nodes[0].id;
};
/** The grant of the code at Alice's browser: of her grants for that application the only one. */
const grantId = async (home: Household): Promise<string> => {
  const { accessGrants } = await graphql.ok(
    admin('query ($u: ID!, $a: ID!) { accessGrants(filter: { userId: $u, applicationId: $a }) { nodes { id } } }', {
      u: home.alice.id,
      a: home.applications.web.applicationId,
    }),
  );
  expect(accessGrants.nodes).toHaveLength(1);
  return accessGrants.nodes[0].id;
};
const asAlice = (home: Household) => graphql.as(first, home.places.web.tokens.access_token);

interface Row {
  what: string;
  end: End;
  dies: Credential[];
}

const alice = (home: Household) => ({ userId: home.alice.id });
const revokeAllSessions = mutate('revokeAllSessions', alice);

const TABLE: Row[] = [
  { what: 'disableUser', end: mutate('disableUser', alice), dies: ALL_OF_ALICE },
  {
    what: 'deleteUser, of an active user where the setting allows it',
    end: mutate('deleteUser', alice),
    dies: ALL_OF_ALICE,
  },
  {
    what: 'setUserPassword',
    end: mutate('setUserPassword', (home) => ({ ...alice(home), password: 'a wholly different secret' })),
    dies: ALL_OF_ALICE,
  },
  { what: 'revokeAllSessions', end: revokeAllSessions, dies: ALL_OF_ALICE },
  {
    what: 'revokeAllSessions by the user herself',
    end: (home) => revokeAllSessions(home, asAlice(home)),
    dies: ALL_OF_ALICE,
  },
  {
    what: 'revokeAllSessions but the current one, by the user herself',
    end: (home) => mutate('revokeAllSessions', (h) => ({ ...alice(h), exceptCurrent: true }))(home, asAlice(home)),
    dies: [...at('other'), ...at('phone'), ...at('tablet')],
  },
  {
    what: 'revokeSession',
    end: mutate('revokeSession', (home) => ({ sessionId: home.places.web.sessionId })),
    dies: at('web'),
  },
  {
    what: 'revokeSession of the current session',
    end: (home) => mutate('revokeSession', (h) => ({ sessionId: h.places.web.sessionId }))(home, asAlice(home)),
    dies: at('web'),
  },
  {
    what: 'revokeSession on a device',
    end: mutate('revokeSession', (home) => ({ sessionId: home.places.phone.sessionId })),
    dies: at('phone'),
  },
  {
    what: 'revokeSession that keeps the tokens',
    end: mutate('revokeSession', (home) => ({ sessionId: home.places.web.sessionId, removeTokens: false })),
    dies: at('web', 'cookie'),
  },
  {
    what: 'revokeToken of an access token',
    end: mutate('revokeToken', async (home) => ({ tokenId: await tokenId(home.places.web, 'ACCESS') })),
    dies: at('web', 'access'),
  },
  {
    what: 'revokeToken of a refresh token',
    end: mutate('revokeToken', async (home) => ({ tokenId: await tokenId(home.places.web, 'REFRESH') })),
    dies: at('web', 'access', 'refresh'),
  },
  {
    what: 'revokeAccessGrant',
    end: mutate('revokeAccessGrant', async (home) => ({ accessGrantId: await grantId(home) })),
    dies: at('web', 'code'),
  },
  {
    what: 'revokeConsent',
    end: mutate('revokeConsent', async (home) => ({
      consentId: await consentId(home.alice.id, home.applications.web.applicationId),
    })),
    dies: at('web', 'access', 'refresh', 'code'),
  },
  {
    what: 'revokeApplicationAccess, of all installations',
    end: mutate('revokeApplicationAccess', (home) => ({
      ...alice(home),
      applicationId: home.applications.mobile.applicationId,
    })),
    dies: [...at('phone', 'access', 'refresh', 'code'), ...at('tablet', 'access', 'refresh', 'code')],
  },
  {
    what: 'disconnectDevice',
    end: mutate('disconnectDevice', (home) => ({ ...alice(home), deviceId: home.devices.phone.id })),
    dies: at('phone'),
  },
  { what: 'disconnectAllDevices', end: mutate('disconnectAllDevices', alice), dies: [...at('phone'), ...at('tablet')] },
  {
    what: 'deleteDevice',
    end: mutate('deleteDevice', (home) => ({
      deviceId: home.devices.phone.id,
      confirmedUserIds: [home.alice.id, home.bob.id],
    })),
    dies: [...at('phone'), ...at('bobPhone'), 'phone.client'],
  },
  {
    what: 'disableApplication',
    end: mutate('disableApplication', (home) => ({ applicationId: home.applications.web.applicationId })),
    dies: [...at('web', 'access', 'refresh', 'code'), ...at('bobWeb', 'access', 'refresh', 'code')],
  },
  {
    what: 'disableApplication of a mobile application',
    end: mutate('disableApplication', (home) => ({ applicationId: home.applications.mobile.applicationId })),
    // The sessions live on, but no installation can use them while the application is disabled.
    dies: [...at('phone'), ...at('tablet'), ...at('bobPhone'), 'phone.client', 'tablet.client'],
  },
  {
    what: 'setApplicationVersionStatus to DISABLED',
    end: mutate('setApplicationVersionStatus', (home) => ({
      applicationId: home.applications.mobile.applicationId,
      appVersion: '1.0.0',
      status: 'DISABLED',
    })),
    dies: [...at('phone'), ...at('bobPhone'), 'phone.client'],
  },
  {
    what: 'deleteApplication with its devices',
    end: mutate('deleteApplication', (home) => ({
      applicationId: home.applications.mobile.applicationId,
      force: true,
    })),
    dies: [...at('phone'), ...at('tablet'), ...at('bobPhone'), 'phone.client', 'tablet.client'],
  },
  {
    what: 'disableUsers',
    end: mutate('disableUsers', ({ alice: { id } }) => ({ userIds: [id] })),
    dies: ALL_OF_ALICE,
  },
  {
    what: 'deleteUsers',
    end: mutate('deleteUsers', (home) => ({ userIds: [home.alice.id, home.bob.id] })),
    dies: [...ALL_OF_ALICE, ...at('bobWeb'), ...at('bobPhone')],
  },
  {
    what: 'deleteDevices',
    end: mutate('deleteDevices', (home) => ({
      deviceIds: [home.devices.phone.id, home.devices.tablet.id],
      confirmedUserIds: [home.alice.id, home.bob.id],
    })),
    dies: [...at('phone'), ...at('tablet'), ...at('bobPhone'), 'phone.client', 'tablet.client'],
  },
  {
    what: 'removeMyDevice, shared with another',
    end: (home) => mutate('removeMyDevice', (h) => ({ deviceId: h.devices.phone.id }))(home, asAlice(home)),
    dies: at('phone'),
  },
  {
    what: 'removeMyDevice, alone on it',
    end: (home) => mutate('removeMyDevice', (h) => ({ deviceId: h.devices.tablet.id }))(home, asAlice(home)),
    dies: [...at('tablet'), 'tablet.client'],
  },
  {
    what: 'revokeSessions by ids',
    end: mutate('revokeSessions', ({ places }) => ({ sessionIds: [places.web.sessionId, places.bobWeb.sessionId] })),
    dies: [...at('web'), ...at('bobWeb')],
  },
  {
    what: 'revokeSessions by a filter',
    end: mutate('revokeSessions', (home) => ({ filter: { deviceId: home.devices.phone.id }, expectedCount: 2 })),
    dies: [...at('phone'), ...at('bobPhone')],
  },
  {
    what: 'revokeTokens by ids',
    end: mutate('revokeTokens', async ({ places }) => ({
      tokenIds: [await tokenId(places.web, 'REFRESH'), await tokenId(places.bobWeb, 'ACCESS')],
    })),
    dies: [...at('web', 'access', 'refresh'), ...at('bobWeb', 'access')],
  },
  {
    what: 'revokeTokens by a filter',
    end: mutate('revokeTokens', (home) => ({
      filter: { ...alice(home), applicationId: home.applications.mobile.applicationId, kind: ['ACCESS'] },
      expectedCount: 2,
    })),
    dies: [...at('phone', 'access'), ...at('tablet', 'access')],
  },
  {
    what: 'revokeConsents by a filter',
    end: mutate('revokeConsents', ({ applications }) => ({
      filter: { applicationId: applications.web.applicationId },
      expectedCount: 2,
    })),
    dies: [...at('web', 'access', 'refresh', 'code'), ...at('bobWeb', 'access', 'refresh', 'code')],
  },
  {
    what: 'applyRevocation of a plan',
    end: async (home) => {
      const selector = { disconnectDevice: { ...alice(home), deviceId: home.devices.phone.id } };
      const { planRevocation } = await graphql.ok(
        admin(
          `mutation ($input: PlanRevocationInput!) { planRevocation(input: $input) { plan { token } ${graphql.ERRORS} } }`,
          { input: { selector } },
        ),
      );
      const { applyRevocation } = await graphql.ok(
        admin(
          `mutation ($input: ApplyRevocationInput!) { applyRevocation(input: $input) { ${RECEIPT} ${graphql.ERRORS} } }`,
          { input: { planToken: planRevocation.plan.token } },
        ),
      );
      return applyRevocation.revocation;
    },
    dies: at('phone'),
  },
  {
    what: 'RP-initiated logout at the provider',
    end: async (home) => {
      const { jar, client, tokens } = home.places.web;
      await signOut(client.issuer, jar.clone(), { id_token_hint: tokens.id_token! });
      return newestReceipt(home.alice.id);
    },
    dies: at('web'),
  },
  {
    what: 'RFC 7009 revocation of an access token',
    end: async (home) => {
      await revokeToken(home.places.web.client, home.places.web.tokens.access_token);
      return newestReceipt(home.alice.id);
    },
    dies: at('web', 'access'),
  },
  {
    what: 'RFC 7009 revocation of a refresh token',
    end: async (home) => {
      await revokeToken(home.places.web.client, home.places.web.tokens.refresh_token!, 'refresh_token');
      return newestReceipt(home.alice.id);
    },
    dies: at('web', 'access', 'refresh'),
  },
];

const COUNTED: Record<string, string> = {
  USER: 'users',
  DEVICE_LINK: 'deviceLinks',
  DEVICE: 'devices',
  SESSION: 'sessions',
  ACCESS_TOKEN: 'accessTokens',
  REFRESH_TOKEN: 'refreshTokens',
  ACCESS_GRANT: 'accessGrants',
  CONSENT: 'consents',
};

beforeAll(() =>
  graphql.sql(
    first.databaseUrl,
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  ),
);

/** What a dry run must leave as it is. */
const KEPT = `select (select count(*) from events) as events, (select count(*) from revocations) as receipts, (select count(*) from revocation_items) as items,
  (select count(*) from epoch_ends) as epochs, (select md5(string_agg(u::text, ',' order by u.id)) from users u) as users,
  (select md5(string_agg(d::text, ',' order by d.id)) from consents d) as consents, (select count(*) from devices) as devices`;

test('before anything ends, every credential works at both processes', async () => {
  expect([...(await aliveAt(second, await buildHousehold(first, admin)))].sort()).toEqual([...EVERYTHING].sort());
  expect([...(await aliveAt(first, await buildHousehold(first, admin)))].sort()).toEqual([...EVERYTHING].sort());
});

test.each(TABLE)('$what', async ({ end, dies }) => {
  const home = await buildHousehold(first, admin);
  await end(home);
  const alive = await aliveAt(second, home);
  expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual([...dies].sort());
});

test.each(TABLE)('the receipt of $what names exactly what the lists lack afterwards', async ({ end }) => {
  const home = await buildHousehold(first, admin);
  const before = await listedAsLive(admin, home);
  const kept = await graphql.sql(first.databaseUrl, KEPT);
  const foretold = await end.foretell?.(home);
  expect(await graphql.sql(first.databaseUrl, KEPT)).toEqual(kept);
  expect(await listedAsLive(admin, home)).toEqual(before);
  const receipt = await end(home);
  const named = ({ items }: Receipt) => items.nodes.map(({ type, itemId }) => `${type} ${itemId}`).sort();
  if (foretold) expect([foretold.counts, named(foretold)]).toEqual([receipt.counts, named(receipt)]);
  const after = await listedAsLive(graphql.as(second, await graphql.adminToken(first)), home);
  const gone = [...before].filter((item) => !after.has(item)).sort();
  // The client credentials token of a device is nobody's; these devices have none.
  expect(receipt.items.nodes.map(({ type, itemId }) => `${type} ${itemId}`).sort()).toEqual(gone);
  expect(receipt.items.totalCount).toBe(gone.length);
  const counts = Object.fromEntries(Object.keys(receipt.counts).map((key) => [key, 0]));
  for (const item of gone) counts[COUNTED[item.split(' ')[0]!]!]! += 1;
  expect(receipt.counts).toEqual(counts);
});

test('enabling a user again revives nothing, and lets the user sign in', async () => {
  const home = await buildHousehold(first, admin);
  await mutate('disableUser', alice)(home);
  await graphql.ok(
    admin(`mutation ($input: EnableUserInput!) { enableUser(input: $input) { ${graphql.ERRORS} } }`, {
      input: alice(home),
    }),
  );
  const alive = await aliveAt(second, home);
  expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual([...ALL_OF_ALICE].sort());
  const tokens = await graphql.tokensOf(home.applications.web, home.alice.username, 'openid self');
  expect((await graphql.ok(graphql.as(second, tokens.access_token)('{ viewer { user { id } } }'))).viewer.user.id).toBe(
    home.alice.id,
  );
});

test('a device with two users is deleted only when both are confirmed, and comes back as a new one', async () => {
  const home = await buildHousehold(first, admin);
  const remove = (confirmedUserIds: string[]) =>
    admin(
      `mutation ($input: DeleteDeviceInput!) { deleteDevice(input: $input) { deletedDeviceId ${RECEIPT} errors { __typename code ... on AffectedUsersChanged { users { id } } } } }`,
      { input: { deviceId: home.devices.phone.id, confirmedUserIds } },
    );
  const { deviceDeletionPreview: preview } = await graphql.ok(
    admin('query ($id: ID!) { deviceDeletionPreview(deviceId: $id) { device { id } users { id } } }', {
      id: home.devices.phone.id,
    }),
  );
  const both = preview.users.map(({ id }: { id: string }) => id);
  expect([...both].sort()).toEqual([home.alice.id, home.bob.id].sort());
  for (const confirmed of [
    [],
    [home.alice.id],
    [...both, home.alice.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
  ]) {
    const { deleteDevice } = (await remove(confirmed)).data;
    expect(deleteDevice).toMatchObject({
      deletedDeviceId: null,
      revocation: null,
      errors: [{ __typename: 'AffectedUsersChanged', code: 'AFFECTED_USERS_CHANGED' }],
    });
    expect(deleteDevice.errors[0].users.map(({ id }: { id: string }) => id).sort()).toEqual([...both].sort());
  }
  expect((await remove(both)).data.deleteDevice.errors).toEqual([]);
  const refused = await clientRequest(`${second.address}/oidc/token`, home.devices.phone.client, {
    grant_type: 'client_credentials',
  });
  expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  const again = await graphql.install(home.applications.mobile, 'Phone');
  await graphql.tokensOf(again, home.bob.username, 'openid self');
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { devices { nodes { device { id } } } } }', { id: home.bob.id }),
  );
  expect(user.devices.nodes).toEqual([{ device: { id: expect.not.stringMatching(home.devices.phone.id) } }]);
});

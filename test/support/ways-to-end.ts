/** Each way of ending something, and what of a household dies of it; everything else stays. */
import { revokeToken, signOut } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import { type Credential, type Household, KINDS, type Place, PLACES, type PlaceName } from './household';
import type { Service } from './service';

/** Where it is ended, and by whom; defaults to the administrator. */
export interface World {
  first: Service;
  admin: graphql.Ask;
}

/** Everything at a place, or what is named of it. */
export const at = (place: PlaceName, ...kinds: (typeof KINDS)[number][]): Credential[] =>
  (kinds.length > 0 ? kinds : KINDS).map((kind) => `${place}.${kind}` as Credential);
export const ALL_OF_ALICE = [...at('web'), ...at('other'), ...at('phone'), ...at('tablet')];
/** Her API token too: it waits, or is gone with her. */
export const ALICE_HERSELF: Credential[] = [...ALL_OF_ALICE, 'alice.api'];
export const EVERYTHING: Credential[] = [
  ...PLACES.flatMap((place) => at(place)),
  ...(['phone.client', 'tablet.client', 'alice.api', 'bob.api'] as const),
];

export const RECEIPT =
  'revocation { id action counts { users deviceLinks devices sessions accessTokens refreshTokens apiTokens accessGrants consents } items(first: 100) { totalCount nodes { type itemId } } }';

export interface Receipt {
  counts: Record<string, number>;
  items: { totalCount: number; nodes: { type: string; itemId: string }[] };
}

export interface End {
  (world: World, home: Household, ask?: graphql.Ask): Promise<Receipt>;
  /** The same as a dry run. */
  foretell?: (world: World, home: Household) => Promise<Receipt>;
}

export const mutate = (
  name: string,
  input: (home: Household, world: World) => Record<string, unknown> | Promise<Record<string, unknown>>,
): End => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const run = async (world: World, home: Household, ask: graphql.Ask, dryRun: boolean): Promise<Receipt> => {
    const data = await graphql.ok(
      ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${RECEIPT} ${graphql.ERRORS} } }`, {
        input: { ...(await input(home, world)), dryRun },
      }),
    );
    return data[name].revocation;
  };
  const end: End = (world, home, ask = world.admin) => run(world, home, ask, false);
  end.foretell = (world, home) => run(world, home, world.admin, true);
  return end;
};

/** The receipt of what the provider's own endpoint did, found as the newest about the user. */
const newestReceipt = async ({ admin }: World, userId: string): Promise<Receipt> => {
  const { revocations } = await graphql.ok(
    admin(
      `query ($id: ID!) { revocations(first: 1, filter: { userId: $id }) { nodes { action ${RECEIPT.replace('revocation { id action', '').replace(/}$/, '')} } } }`,
      { id: userId },
    ),
  );
  return revocations.nodes[0];
};

const tokenId = async ({ admin }: World, place: Place, kind: 'ACCESS' | 'REFRESH'): Promise<string> => {
  const { tokens } = await graphql.ok(
    admin(
      'query ($session: ID!, $kind: TokenKind!) { tokens(filter: { sessionId: $session, kind: [$kind] }) { nodes { id } } }',
      { session: place.sessionId, kind },
    ),
  );
  return tokens.nodes[0].id;
};
const consentId = async ({ admin }: World, userId: string, applicationId: string): Promise<string> => {
  const { consents } = await graphql.ok(
    admin('query ($u: ID!, $a: ID!) { consents(filter: { userId: $u, applicationId: $a }) { nodes { id } } }', {
      u: userId,
      a: applicationId,
    }),
  );
  return consents.nodes[0].id;
};
/** The grant of the code at Alice's browser: of her grants for that application the only one. */
const grantId = async ({ admin }: World, home: Household): Promise<string> => {
  const { accessGrants } = await graphql.ok(
    admin('query ($u: ID!, $a: ID!) { accessGrants(filter: { userId: $u, applicationId: $a }) { nodes { id } } }', {
      u: home.alice.id,
      a: home.applications.web.applicationId,
    }),
  );
  if (accessGrants.nodes.length !== 1) throw new Error('which grant?');
  return accessGrants.nodes[0].id;
};
const asAlice = ({ first }: World, home: Household) => graphql.as(first, home.places.web.tokens.access_token);

export interface Way {
  what: string;
  end: End;
  dies: Credential[];
}

export const alice = (home: Household) => ({ userId: home.alice.id });
const revokeAllSessions = mutate('revokeAllSessions', alice);

export const WAYS: Way[] = [
  { what: 'disableUser', end: mutate('disableUser', alice), dies: ALICE_HERSELF },
  {
    what: 'lockdownUser',
    end: mutate('lockdownUser', (home) => ({ ...alice(home), reason: 'stolen' })),
    dies: ALICE_HERSELF,
  },
  {
    what: 'deleteUser, of an active user where the setting allows it',
    end: mutate('deleteUser', alice),
    dies: ALICE_HERSELF,
  },
  {
    what: 'setUserPassword',
    end: mutate('setUserPassword', (home) => ({ ...alice(home), password: 'a wholly different secret' })),
    dies: ALL_OF_ALICE,
  },
  {
    what: 'changeMyPassword',
    end: (world, home) =>
      mutate('changeMyPassword', () => ({
        ...{ currentPassword: graphql.PASSWORD, newPassword: 'a wholly different secret' },
      }))(world, home, asAlice(world, home)),
    dies: [...at('other'), ...at('phone'), ...at('tablet')],
  },
  { what: 'revokeAllSessions', end: revokeAllSessions, dies: ALL_OF_ALICE },
  {
    what: 'revokeAllSessions by the user herself',
    end: (world, home) => revokeAllSessions(world, home, asAlice(world, home)),
    dies: ALL_OF_ALICE,
  },
  {
    what: 'revokeAllSessions but the current one, by the user herself',
    end: (world, home) =>
      mutate('revokeAllSessions', (h) => ({ ...alice(h), exceptCurrent: true }))(world, home, asAlice(world, home)),
    dies: [...at('other'), ...at('phone'), ...at('tablet')],
  },
  {
    what: 'revokeSession',
    end: mutate('revokeSession', (home) => ({ sessionId: home.places.web.sessionId })),
    dies: at('web'),
  },
  {
    what: 'revokeSession of the current session',
    end: (world, home) =>
      mutate('revokeSession', (h) => ({ sessionId: h.places.web.sessionId }))(world, home, asAlice(world, home)),
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
    end: mutate('revokeToken', async (home, world) => ({ tokenId: await tokenId(world, home.places.web, 'ACCESS') })),
    dies: at('web', 'access'),
  },
  {
    what: 'revokeToken of a refresh token',
    end: mutate('revokeToken', async (home, world) => ({ tokenId: await tokenId(world, home.places.web, 'REFRESH') })),
    dies: at('web', 'access', 'refresh'),
  },
  {
    what: 'revokeAccessGrant',
    end: mutate('revokeAccessGrant', async (home, world) => ({ accessGrantId: await grantId(world, home) })),
    dies: at('web', 'code'),
  },
  {
    what: 'revokeConsent',
    end: mutate('revokeConsent', async (home, world) => ({
      consentId: await consentId(world, home.alice.id, home.applications.web.applicationId),
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
    dies: ALICE_HERSELF,
  },
  {
    what: 'deleteUsers',
    end: mutate('deleteUsers', (home) => ({ userIds: [home.alice.id, home.bob.id] })),
    dies: [...ALICE_HERSELF, 'bob.api', ...at('bobWeb'), ...at('bobPhone')],
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
    end: (world, home) =>
      mutate('removeMyDevice', (h) => ({ deviceId: h.devices.phone.id }))(world, home, asAlice(world, home)),
    dies: at('phone'),
  },
  {
    what: 'removeMyDevice, alone on it',
    end: (world, home) =>
      mutate('removeMyDevice', (h) => ({ deviceId: h.devices.tablet.id }))(world, home, asAlice(world, home)),
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
    what: 'revokeToken of an API token',
    end: mutate('revokeToken', ({ apiTokens }) => ({ tokenId: apiTokens.alice.id })),
    dies: ['alice.api'],
  },
  {
    what: 'revokeToken of an API token, by itself',
    end: (world, home) =>
      mutate('revokeToken', ({ apiTokens }) => ({ tokenId: apiTokens.bob.id }))(
        world,
        home,
        graphql.as(world.first, home.apiTokens.bob.value),
      ),
    dies: ['bob.api'],
  },
  {
    what: 'revokeTokens of API tokens, by a filter',
    end: mutate('revokeTokens', (home) => ({ filter: { ...alice(home), kind: ['API'] }, expectedCount: 1 })),
    dies: ['alice.api'],
  },
  {
    what: 'RFC 7009 revocation of an API token',
    end: async (world, home) => {
      const { issuer } = home.applications.web;
      await revokeToken({ issuer, clientId: 'api-tokens' }, home.apiTokens.alice.value);
      return newestReceipt(world, home.alice.id);
    },
    dies: ['alice.api'],
  },
  {
    what: 'revokeTokens by ids',
    end: mutate('revokeTokens', async ({ places }, world) => ({
      tokenIds: [await tokenId(world, places.web, 'REFRESH'), await tokenId(world, places.bobWeb, 'ACCESS')],
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
    end: async (world, home) => {
      const selector = { disconnectDevice: { ...alice(home), deviceId: home.devices.phone.id } };
      const { planRevocation } = await graphql.ok(
        world.admin(
          `mutation ($input: PlanRevocationInput!) { planRevocation(input: $input) { plan { token } ${graphql.ERRORS} } }`,
          { input: { selector } },
        ),
      );
      const { applyRevocation } = await graphql.ok(
        world.admin(
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
    end: async (world, home) => {
      const { jar, client, tokens } = home.places.web;
      await signOut(client.issuer, jar.clone(), { id_token_hint: tokens.id_token! });
      return newestReceipt(world, home.alice.id);
    },
    dies: at('web'),
  },
  {
    what: 'RFC 7009 revocation of an access token',
    end: async (world, home) => {
      await revokeToken(home.places.web.client, home.places.web.tokens.access_token);
      return newestReceipt(world, home.alice.id);
    },
    dies: at('web', 'access'),
  },
  {
    what: 'RFC 7009 revocation of a refresh token',
    end: async (world, home) => {
      await revokeToken(home.places.web.client, home.places.web.tokens.refresh_token!, 'refresh_token');
      return newestReceipt(world, home.alice.id);
    },
    dies: at('web', 'access', 'refresh'),
  },
];

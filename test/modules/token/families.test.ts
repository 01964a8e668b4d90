/**
 * A refresh token stands for its whole family, however old it is: rotated, expired, or removed by retention. Whoever revokes or reuses one
 * ends the family, once.
 */
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../src/app/data-source';
import { Database } from '../../../src/database/database';
import { decodeId, encodeId } from '../../../src/platform/type-id';
import { createLogger } from '../../../src/platform/logger';
import { removeDue } from '../../../src/retention/remove';
import { composedModules } from '../../../src/app/modules';
import { CookieJar } from '../../../src/tools/browser';
import { authorize, clientRequest, exchange, type Tokens } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import * as pairs from '../../support/pair';
import { type Service, startService } from '../../support/service';

let service: Service;
let admin: graphql.Ask;
let web: graphql.Registered;
let other: graphql.Registered;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  service = await startService();
  admin = graphql.as(service, await graphql.adminToken(service));
  web = await graphql.webApplication(service, admin);
  other = await graphql.webApplication(service, admin, 'Other');
  source = await createDataSource(service.databaseUrl, 2, createLogger('silent')).initialize();
  database = Database.of(source);
}, 60_000);
afterAll(async () => {
  await source?.destroy();
  await service?.stop();
});

const SCOPE = 'openid offline_access self';
let people = 0;

interface Family {
  person: graphql.Person;
  userId: string;
  first: Tokens;
  /** What the client holds now. */
  last: { access_token: string; refresh_token: string };
  /** The id of the first refresh token, as GraphQL knows it. */
  firstId: string;
}

const idOf = async (refreshToken: string): Promise<string> => {
  const row = await database.one<{ id: string }>(`select id from tokens where hash = sha256($1::text::bytea)`, [
    refreshToken,
  ]);
  return encodeId('Token', row!.id);
};

const rotated = async (times = 2): Promise<Family> => {
  const person = await graphql.createPerson(admin, `family${(people += 1)}`);
  const first = await graphql.tokensOf(web, person.username, SCOPE);
  const firstId = await idOf(first.refresh_token!);
  let last = { access_token: first.access_token, refresh_token: first.refresh_token! };
  for (let i = 0; i < times; i += 1) {
    const { status, json } = await pairs.refreshAt(service, web, last.refresh_token);
    expect(status).toBe(200);
    last = json as typeof last;
  }
  return { person, userId: decodeId('User', person.id)!, first, firstId, last };
};

const tokensRule = composedModules.retention.find(({ name }) => name === 'tokens')!;
/** What became of the first refresh token of the family. */
const AGES: Record<string, (family: Family) => Promise<unknown>> = {
  'has been rotated': async () => {},
  'has been rotated and has expired': ({ firstId }) =>
    database.execute(`update tokens set expires_at = now() - interval '1 day' where id = $1`, [
      decodeId('Token', firstId),
    ]),
  'has been rotated and removed by retention': async ({ firstId }) => {
    const id = decodeId('Token', firstId);
    await database.execute(`update tokens set expires_at = now() - interval '40 days' where id = $1`, [id]);
    expect(await removeDue(database, tokensRule, 30)).toBeGreaterThan(0);
    expect(await database.query('select from tokens where id = $1', [id])).toEqual([]);
  },
};

const revokeAt = async (client: graphql.Registered, token: string, hint?: string) => {
  const response = await clientRequest(`${service.address}/oidc/revoke`, client, {
    token,
    ...(hint ? { token_type_hint: hint } : {}),
  });
  return { status: response.status, text: await response.text() };
};

const isLive = (token: string) => pairs.isActiveAt(service, pairs.machineOf(service), token);
const liveOf = async ({ last }: Family) => [await isLive(last.access_token), await isLive(last.refresh_token)];
const eventsOf = async ({ userId }: Family) =>
  (
    await database.query<{ type: string }>(
      `select type from events where user_id = $1 and type in ('TOKEN_REVOKED', 'TOKEN_REUSED')`,
      [userId],
    )
  ).map(({ type }) => type);
const receiptsOf = ({ userId }: Family) =>
  database.query<{ id: string; action: string; target_type: string; counts: Record<string, number> }>(
    'select id, action, target_type, counts from revocations where user_id = $1',
    [userId],
  );

describe.each(Object.entries(AGES))('of a refresh token that %s', (_age, age) => {
  const aged = async () => {
    const family = await rotated();
    await age(family);
    expect(await liveOf(family)).toEqual([true, true]);
    return family;
  };

  test.each([undefined, 'refresh_token', 'access_token'])(
    'the revocation (RFC 7009) with the hint %s ends the family, once',
    async (hint) => {
      const family = await aged();
      for (let i = 0; i < 3; i += 1)
        expect(await revokeAt(web, family.first.refresh_token!, hint)).toEqual({ status: 200, text: '' });
      expect(await liveOf(family)).toEqual([false, false]);
      expect((await pairs.refreshAt(service, web, family.last.refresh_token)).json.error).toBe('invalid_grant');
      expect(await revokeAt(web, family.last.refresh_token)).toEqual({ status: 200, text: '' });
      expect(await eventsOf(family)).toEqual(['TOKEN_REVOKED']);
      expect(await receiptsOf(family)).toEqual([
        expect.objectContaining({
          action: 'revocation_endpoint',
          target_type: 'Token',
          counts: expect.objectContaining({ refreshTokens: 1, accessTokens: 3 }),
        }),
      ]);
    },
  );

  test('the use at the token endpoint is a reuse, which ends the family, once', async () => {
    const family = await aged();
    for (let i = 0; i < 3; i += 1) {
      const { status, json } = await pairs.refreshAt(service, web, family.first.refresh_token!);
      expect([status, json.error]).toEqual([400, 'invalid_grant']);
    }
    expect(await liveOf(family)).toEqual([false, false]);
    expect(await eventsOf(family)).toEqual(['TOKEN_REUSED']);
    expect(await receiptsOf(family)).toEqual([
      expect.objectContaining({ action: 'token_endpoint', target_type: 'Token' }),
    ]);
  });

  test('neither the revocation nor the use by another client does anything', async () => {
    const family = await aged();
    expect(await revokeAt(other, family.first.refresh_token!)).toEqual({ status: 200, text: '' });
    const { status, json } = await pairs.refreshAt(service, other, family.first.refresh_token!);
    expect([status, json.error]).toEqual([400, 'invalid_grant']);
    expect(await liveOf(family)).toEqual([true, true]);
    expect(await eventsOf(family)).toEqual([]);
  });

  test('`revokeToken` by its id ends the family, once, and gives the first receipt again', async () => {
    const family = await aged();
    const revoke = async (tokenId: string) => {
      const { revocation } = await pairs.mutate(
        admin,
        'revokeToken',
        { tokenId },
        'revocation { id replayed counts { refreshTokens } }',
      );
      return revocation as { id: string; replayed: boolean; counts: { refreshTokens: number } };
    };
    const first = await revoke(family.firstId);
    expect(first).toMatchObject({ replayed: false, counts: { refreshTokens: 1 } });
    expect(await liveOf(family)).toEqual([false, false]);
    for (const id of [family.firstId, await idOf(family.last.refresh_token)])
      expect(await revoke(id)).toMatchObject({ id: first.id, replayed: true });
    expect(await eventsOf(family)).toEqual(['TOKEN_REVOKED']);
    expect(await receiptsOf(family)).toHaveLength(1);
  });

  test('`revokeTokens` by ids ends the family, once', async () => {
    const family = await aged();
    const tokenIds = [family.firstId, await idOf(family.last.refresh_token)];
    const revoke = () =>
      pairs.mutate(
        admin,
        'revokeTokens',
        { tokenIds },
        'results { id changed errors { code } } revocation { counts { refreshTokens accessTokens } }',
      );
    expect(await revoke()).toMatchObject({
      results: tokenIds.map((id) => ({ id, changed: true, errors: [] })),
      revocation: { counts: { refreshTokens: 1, accessTokens: 3 } },
    });
    expect(await liveOf(family)).toEqual([false, false]);
    expect(await revoke()).toMatchObject({
      results: tokenIds.map((id) => ({ id, changed: false, errors: [] })),
      revocation: null,
    });
    expect(await eventsOf(family)).toEqual(['TOKEN_REVOKED']);
  });
});

test('a refresh token that expired unused is no reuse at the token endpoint, and its revocation ends the access tokens', async () => {
  const family = await rotated(0);
  await database.execute(`update tokens set expires_at = now() - interval '1 minute' where id = $1`, [
    decodeId('Token', family.firstId),
  ]);
  expect((await pairs.refreshAt(service, web, family.first.refresh_token!)).json.error).toBe('invalid_grant');
  expect(await isLive(family.first.access_token)).toBe(true);
  expect(await eventsOf(family)).toEqual([]);
  expect((await revokeAt(web, family.first.refresh_token!)).status).toBe(200);
  expect(await isLive(family.first.access_token)).toBe(false);
  expect(await eventsOf(family)).toEqual(['TOKEN_REVOKED']);
});

test('the revocation of an access token ends that token alone', async () => {
  const family = await rotated();
  expect((await revokeAt(web, family.first.access_token)).status).toBe(200);
  expect(await isLive(family.first.access_token)).toBe(false);
  expect(await liveOf(family)).toEqual([true, true]);
});

test('what nobody issued is answered with 200 and changes nothing', async () => {
  expect(await revokeAt(web, 'nothing')).toEqual({ status: 200, text: '' });
  expect((await pairs.refreshAt(service, web, 'nothing')).json.error).toBe('invalid_grant');
});

test('nothing is recorded of the rotated tokens of a family of which nothing lives', async () => {
  const family = await rotated();
  await pairs.mutate(admin, 'disableUser', { userId: family.person.id }, '__typename');
  const before = (await receiptsOf(family)).length;
  expect((await revokeAt(web, family.first.refresh_token!)).status).toBe(200);
  expect((await pairs.refreshAt(service, web, family.first.refresh_token!)).json.error).toBe('invalid_grant');
  await pairs.mutate(admin, 'revokeToken', { tokenId: family.firstId }, '__typename');
  expect(await receiptsOf(family)).toHaveLength(before);
  expect(await eventsOf(family)).toEqual([]);
});

test('the second use of a code that has expired meanwhile ends its tokens, and a stranger without the verifier ends nothing', async () => {
  const { username } = await graphql.createPerson(admin, `family${(people += 1)}`);
  const options = {
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    username,
    password: graphql.PASSWORD,
    scope: SCOPE,
    jar: new CookieJar(),
    parameters: { prompt: 'consent' },
  };
  const authorized = await authorize(options);
  const tokens = await exchange(options, authorized);
  await database.execute(
    `update access_grants set expires_at = now() - interval '2 days' where hash = sha256($1::text::bytea)`,
    [authorized.code],
  );
  const again = (verifier: string) => pairs.exchangeAt(service, web, { code: authorized.code, verifier });
  expect((await again('x'.repeat(43))).json.error).toBe('invalid_grant');
  expect(await isLive(tokens.access_token)).toBe(true);
  expect((await again(authorized.verifier)).json.error).toBe('invalid_grant');
  expect(await isLive(tokens.access_token)).toBe(false);
  expect(await isLive(tokens.refresh_token!)).toBe(false);
});

test('what is kept of removed tokens goes with their family, and nothing is kept of one that is over', async () => {
  const kept = async ({ firstId }: Family) =>
    (await database.query('select from rotated_refresh_tokens where token_id = $1', [decodeId('Token', firstId)]))
      .length;
  const remove = AGES['has been rotated and removed by retention']!;
  const [ended, alive] = [await rotated(), await rotated()];
  await revokeAt(web, ended.last.refresh_token);
  await remove(ended);
  await remove(alive);
  expect([await kept(ended), await kept(alive)]).toEqual([0, 1]);
  await pairs.mutate(admin, 'disableUser', { userId: alive.person.id }, '__typename');
  await pairs.mutate(admin, 'deleteUser', { userId: alive.person.id }, '__typename');
  expect(await kept(alive)).toBe(0);
});

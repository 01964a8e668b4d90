/** createRecoveryCodes, renameAuthenticator and removeAuthenticator: what helps when a second factor is lost, and who may take one away. */
import { encodeId } from '../../../src/platform/type-id';
import { OidcError, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { mutate } from '../../support/pair';
import { startWithWeb, type WithWeb } from '../../support/start';
import { codeAt, enrolledTotp, halfAMinuteLater, strongTokens } from '../../support/totp';

let { service, admin, web, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

let people = 0;
const withTotp = async () => {
  const person = await graphql.createPerson(admin, `careful${(people += 1)}`);
  const weak = await graphql.tokensOf(web, person.username, 'openid self account');
  const totp = await enrolledTotp(graphql.as(service, weak.access_token));
  const { access_token: token } = await strongTokens(service, web, person, totp.secret);
  return { person, by: graphql.as(service, token), token, totp };
};
const attempt = (username: string, code?: string) =>
  signIn({
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    username,
    password: graphql.PASSWORD,
    scope: 'openid',
    ...(code ? { code } : {}),
  });
const refusalOf = async (trying: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await trying.catch((fault: unknown) => fault);
  if (!(error instanceof OidcError)) throw new Error('the sign-in was not refused');
  return error.description;
};
const CODES = 'codes authenticator { id kind codesLeft } revocation { counts { authenticators } }';
const authenticatorsOf = async (by: graphql.Ask) =>
  (
    await graphql.ok(
      by('{ viewer { user { authenticators { id kind name codesLeft viewerCanRemove { allowed } } } } }'),
    )
  ).viewer.user.authenticators;
const refused = (by: graphql.Ask, name: string, input: object) =>
  by(
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { errors { code path } } }`,
    { input },
  ).then(
    ({ data, errors }) =>
      data?.[name]?.errors.map(({ code }: { code: string }) => code) ?? graphql.codes({ errors } as graphql.Answer),
  );

describe('createRecoveryCodes', () => {
  test('gives ten codes, shown once and kept as hashes, each good once in place of the code of the app', async () => {
    const { person, by } = await withTotp();
    const { codes, authenticator, revocation } = await mutate(by, 'createRecoveryCodes', {}, CODES);
    expect([codes.length, new Set(codes).size, authenticator.kind, authenticator.codesLeft]).toEqual([
      10,
      10,
      'RECOVERY_CODES',
      10,
    ]);
    expect(codes[0]).toMatch(/^([0-9a-hjkmnp-tv-z]{5}-){4}[0-9a-hjkmnp-tv-z]{5}$/);
    expect(revocation).toBeNull();
    const dump = await graphql.sql<{ t: string }>(service.databaseUrl, 'select t::text from recovery_codes t');
    for (const code of codes)
      for (const form of [code, code.replaceAll('-', '')]) expect(JSON.stringify(dump)).not.toContain(form);

    const { tokens } = await attempt(person.username, codes[3]);
    expect(tokens.access_token).toEqual(expect.any(String));
    expect(await refusalOf(attempt(person.username, codes[3]))).toMatch(/has already been used/);
    // However it is typed: in capitals, with spaces, with letters that look like digits.
    await attempt(person.username, ` ${codes[4].toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O')} `);
    const left = (await authenticatorsOf(by)).find(({ kind }: { kind: string }) => kind === 'RECOVERY_CODES');
    expect(left.codesLeft).toBe(8);
    const { events } = await graphql.ok(
      admin('query ($id: ID!) { events(filter: { userId: $id, type: [RECOVERY_CODE_USED] }) { totalCount } }', {
        id: person.id,
      }),
    );
    expect(events.totalCount).toBe(2);
  });

  test('again ends the former ones, with a receipt', async () => {
    const { person, by } = await withTotp();
    const first = await mutate(by, 'createRecoveryCodes', {}, CODES);
    const second = await mutate(by, 'createRecoveryCodes', {}, CODES);
    expect(second.revocation.counts.authenticators).toBe(1);
    expect(await refusalOf(attempt(person.username, first.codes[0]))).toMatch(/incorrect/);
    await attempt(person.username, second.codes[0]);
  });

  test('of many who come with one code at once lets one in', async () => {
    const { person, by } = await withTotp();
    const { codes } = await mutate(by, 'createRecoveryCodes', {}, CODES);
    const results = await Promise.allSettled(Array.from({ length: 4 }, () => attempt(person.username, codes[0])));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('needs a second factor to stand in for, and takes nobody else’s', async () => {
    const { username } = await graphql.createPerson(admin, `careful${(people += 1)}`);
    const by = await graphql.signedIn(service, web, username, 'openid self account');
    expect(await refused(by, 'createRecoveryCodes', {})).toEqual(['INVALID_STATE']);
    const [one, other] = [await withTotp(), await withTotp()];
    const { codes } = await mutate(one.by, 'createRecoveryCodes', {}, CODES);
    expect(await refusalOf(attempt(other.person.username, codes[0]))).toMatch(/incorrect/);
    await attempt(one.person.username, codes[0]);
  });
});

describe('renameAuthenticator', () => {
  test('gives one’s own another name, and an event says from what to what', async () => {
    const { person, by, totp } = await withTotp();
    const { authenticator } = await mutate(
      by,
      'renameAuthenticator',
      { authenticatorId: totp.id, name: 'Old phone' },
      'authenticator { id name }',
    );
    expect(authenticator).toEqual({ id: totp.id, name: 'Old phone' });
    const { events } = await graphql.ok(
      admin(
        'query ($id: ID!) { events(filter: { userId: $id, type: [AUTHENTICATOR_RENAMED] }) { nodes { details } } }',
        { id: person.id },
      ),
    );
    expect(events.nodes).toEqual([{ details: { kind: 'TOTP', from: 'Authenticator app', to: 'Old phone' } }]);
  });

  test('is not for others, not even for an administrator, and not for what has been removed', async () => {
    const [{ by, totp }, other] = [await withTotp(), await withTotp()];
    const input = { authenticatorId: totp.id, name: 'Mine now' };
    expect(await refused(other.by, 'renameAuthenticator', input)).toEqual(['NOT_FOUND']);
    expect(await refused(admin, 'renameAuthenticator', input)).toEqual(['FORBIDDEN']);
    expect(await refused(by, 'renameAuthenticator', { ...input, name: '' })).toEqual(['INVALID_INPUT']);
    await mutate(by, 'removeAuthenticator', { authenticatorId: totp.id }, '__typename');
    expect(await refused(by, 'renameAuthenticator', input)).toEqual(['NOT_FOUND']);
  });
});

describe('removeAuthenticator', () => {
  const REMOVED = 'user { id } revocation { id action counts { authenticators sessions accessTokens } }';

  test('by an administrator, of one that was lost: a receipt and an event, and nothing else ends', async () => {
    const { person, by, totp } = await withTotp();
    await mutate(by, 'createRecoveryCodes', {}, CODES);
    const foretold = await mutate(admin, 'removeAuthenticator', { authenticatorId: totp.id, dryRun: true }, REMOVED);
    const done = await mutate(admin, 'removeAuthenticator', { authenticatorId: totp.id, reason: 'lost' }, REMOVED);
    expect(foretold.revocation.counts).toEqual(done.revocation.counts);
    // The recovery codes go with the last factor that they stand in for.
    expect(done.revocation.counts).toEqual({ authenticators: 2, sessions: 0, accessTokens: 0 });
    expect(await authenticatorsOf(by)).toEqual([]);
    await attempt(person.username);
    const { events } = await graphql.ok(
      admin(
        'query ($id: ID!) { events(filter: { userId: $id, type: [AUTHENTICATOR_REMOVED] }) { nodes { reason details } } }',
        { id: person.id },
      ),
    );
    // The codes stood in for it, and go with it.
    expect(events.nodes).toEqual([
      { reason: 'lost', details: { kind: 'RECOVERY_CODES' } },
      { reason: 'lost', details: { kind: 'TOTP', name: 'Authenticator app' } },
    ]);
    for (const table of ['totp_secrets', 'recovery_codes'])
      expect(
        await graphql.sql(
          service.databaseUrl,
          `select 1 from ${table} t where not exists (select from authenticators a where a.id = t.authenticator_id and a.ended_at is null)`,
        ),
      ).toEqual([]);
    const again = await mutate(admin, 'removeAuthenticator', { authenticatorId: totp.id }, REMOVED);
    expect(again.revocation.id).toBe(done.revocation.id);
  });

  test('by the owner, of one of two: the other is still asked for', async () => {
    const { person, by, totp } = await withTotp();
    const second = await enrolledTotp(by);
    await halfAMinuteLater(service.databaseUrl);
    await mutate(by, 'removeAuthenticator', { authenticatorId: totp.id }, REMOVED);
    expect(await refusalOf(attempt(person.username, codeAt(totp.secret)))).toMatch(/incorrect/);
    await attempt(person.username, codeAt(second.secret));
  });

  test('is not for others, and not for keys on devices', async () => {
    const [{ totp }, other] = [await withTotp(), await withTotp()];
    expect(await refused(other.by, 'removeAuthenticator', { authenticatorId: totp.id })).toEqual(['NOT_FOUND']);
    const reader = await graphql.createPerson(admin, `helper${(people += 1)}`, 'HELPDESK');
    const { access_token } = await graphql.tokensOf(web, reader.username, 'openid account admin');
    expect(
      await refused(graphql.as(service, access_token), 'removeAuthenticator', { authenticatorId: totp.id }),
    ).toEqual(['NOT_FOUND']);
    const [key] = await graphql.sql<{ id: string }>(
      service.databaseUrl,
      `insert into authenticators (id, user_id, device_link_id, kind, name, created_at) select gen_random_uuid(), u.id, gen_random_uuid(), 'PIN', 'PIN', now() from users u where u.username = $1 returning id`,
      [other.person.username],
    );
    expect(
      await refused(other.by, 'removeAuthenticator', { authenticatorId: encodeId('Authenticator', key!.id) }),
    ).toEqual(['INVALID_STATE']);
  });
});

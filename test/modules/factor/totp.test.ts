/** enrollTotp and confirmTotp, and the second step of the sign-in: an authenticator app, its codes, and guessing at them. */
import { decodeId } from '../../../src/platform/type-id';
import { authorize, introspect, OidcError, signIn, type AuthorizeOptions } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { machineOf, type Pair, startPair } from '../../support/pair';
import { beginTotp, codeAt, confirmTotp, enrolledTotp, halfAMinuteLater, wrongCode } from '../../support/totp';

let pair: Pair;
let web: graphql.Registered;
const KEYS = `one:${Buffer.alloc(32, 1).toString('base64')}`;
beforeAll(async () => {
  pair = await startPair({ SEALING_KEYS: KEYS });
  web = await graphql.webApplication(pair.first, pair.admin);
}, 60_000);
afterAll(() => pair?.stop());

let people = 0;
interface Somebody extends graphql.Person {
  by: graphql.Ask;
}
const somebody = async (): Promise<Somebody> => {
  const person = await graphql.createPerson(pair.admin, `factor${(people += 1)}`);
  const { access_token } = await graphql.tokensOf(web, person.username, 'openid self account');
  return { ...person, by: graphql.as(pair.first, access_token) };
};
const withTotp = async () => {
  const person = await somebody();
  const totp = await enrolledTotp(person.by);
  await halfAMinuteLater(pair.first.databaseUrl);
  return { person, totp };
};
const attempt = (username: string, code: AuthorizeOptions['code'], more: Partial<AuthorizeOptions> = {}) =>
  signIn({
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    username,
    password: graphql.PASSWORD,
    scope: 'openid self account',
    code,
    ...more,
  });
/** What the page says when it does not let somebody in. */
const refusalOf = async (trying: Promise<unknown>): Promise<string> => {
  const error = await trying.then(
    () => null,
    (fault: unknown) => fault,
  );
  if (!(error instanceof OidcError)) throw error ?? new Error('the sign-in was not refused');
  return error.description!;
};
const authenticatorsOf = async (by: graphql.Ask) =>
  (await graphql.ok(by('{ viewer { user { authenticators { id kind name lastUsedAt device { id } } } } }'))).viewer.user
    .authenticators;
const codesOf = ({ data }: graphql.Answer, name: string) =>
  data[name].errors.map(({ code, path }: { code: string; path: string[] }) => [code, path?.at(-1)]);
const eventsOf = async (id: string) =>
  (
    await graphql.ok(
      pair.admin('query ($id: ID!) { events(filter: { userId: $id }) { nodes { type outcome details } } }', { id }),
    )
  ).events.nodes as { type: string; outcome: string; details: Record<string, unknown> }[];

describe('enrolling', () => {
  test('gives the secret once, and counts from the first code on', async () => {
    const person = await somebody();
    const { authenticatorId, uri, secret } = await beginTotp(person.by);
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    const link = new URL(uri);
    expect([link.protocol, link.host, link.searchParams.get('secret')]).toEqual(['otpauth:', 'totp', secret]);
    expect(decodeURIComponent(link.pathname)).toBe(`/Castellan:${person.username}`);
    expect(await authenticatorsOf(person.by)).toEqual([]);
    await attempt(person.username, undefined);

    const { confirmTotp: done } = await graphql.ok(
      confirmTotp(person.by, authenticatorId, codeAt(secret), { name: 'My phone' }),
    );
    expect(done.authenticator).toEqual({ id: authenticatorId, kind: 'TOTP', name: 'My phone' });
    expect(await authenticatorsOf(person.by)).toMatchObject([
      { id: authenticatorId, kind: 'TOTP', name: 'My phone', lastUsedAt: null, device: null },
    ]);
    expect(await eventsOf(person.id)).toContainEqual(
      expect.objectContaining({ type: 'AUTHENTICATOR_ENROLLED', details: { kind: 'TOTP', name: 'My phone' } }),
    );
    // The code that confirmed it lets nobody in.
    expect(await refusalOf(attempt(person.username, codeAt(secret)))).toMatch(/has already been used/);
  });

  test('refuses a wrong code, one that is not its own, a name that is none, and what has expired', async () => {
    const [person, other] = [await somebody(), await somebody()];
    const { authenticatorId, secret } = await beginTotp(person.by);
    const answers: [Promise<graphql.Answer>, string, string][] = [
      [confirmTotp(person.by, authenticatorId, wrongCode(secret)), 'INVALID_INPUT', 'code'],
      [confirmTotp(person.by, authenticatorId, codeAt(secret, 5)), 'INVALID_INPUT', 'code'],
      [confirmTotp(person.by, authenticatorId, 'nonsense'), 'INVALID_INPUT', 'code'],
      [confirmTotp(person.by, authenticatorId, codeAt(secret), { name: ' ' }), 'INVALID_INPUT', 'name'],
      [confirmTotp(other.by, authenticatorId, codeAt(secret)), 'NOT_FOUND', 'authenticatorId'],
      [confirmTotp(person.by, person.id, codeAt(secret)), 'NOT_FOUND', 'authenticatorId'],
    ];
    for (const [answer, code, field] of answers) expect(codesOf(await answer, 'confirmTotp')).toEqual([[code, field]]);
    await graphql.sql(
      pair.first.databaseUrl,
      `update totp_secrets set expires_at = now() where expires_at is not null`,
    );
    expect(codesOf(await confirmTotp(person.by, authenticatorId, codeAt(secret)), 'confirmTotp')).toEqual([
      ['NOT_FOUND', 'authenticatorId'],
    ]);
    expect(await authenticatorsOf(person.by)).toEqual([]);
  });

  test('again before the first code replaces what waits', async () => {
    const person = await somebody();
    const [first, second] = [await beginTotp(person.by), await beginTotp(person.by)];
    expect(codesOf(await confirmTotp(person.by, first.authenticatorId, codeAt(first.secret)), 'confirmTotp')).toEqual([
      ['NOT_FOUND', 'authenticatorId'],
    ]);
    await graphql.ok(confirmTotp(person.by, second.authenticatorId, codeAt(second.secret)));
  });

  test('keeps the secret sealed: a dump shows neither it nor anything that opens it', async () => {
    const { totp } = await withTotp();
    const [row] = await graphql.sql<{ seed: Buffer; all: string }>(
      pair.first.databaseUrl,
      `select seed, t::text as all from totp_secrets t order by created_at desc limit 1`,
    );
    expect(row!.seed.toString('latin1')).not.toContain(totp.secret);
    expect(row!.all).not.toContain(totp.secret);
  });
});

describe('signing in', () => {
  test('asks for a code after the password, on a page of its own, and says so in amr and acr', async () => {
    const { person, totp } = await withTotp();
    const pages: { path: string; html: string }[] = [];
    const { tokens } = await attempt(person.username, () => codeAt(totp.secret), {
      onPage: ({ url, html }) => pages.push({ path: url.pathname, html }),
    });
    expect(pages[1]!.path).toMatch(/\/code$/);
    expect(pages[1]!.html).toContain('name="code"');
    expect(pages[1]!.html).not.toMatch(/<script/);
    const claims = JSON.parse(Buffer.from(tokens.id_token!.split('.')[1]!, 'base64url').toString());
    expect(claims).toMatchObject({ amr: ['pwd', 'otp', 'mfa'], acr: 'urn:castellan:2fa' });
    const { viewer } = await graphql.ok(
      graphql.as(pair.second, tokens.access_token)('{ viewer { session { authenticationMethods } } }'),
    );
    expect(viewer.session.authenticationMethods).toEqual(['pwd', 'otp', 'mfa']);
    expect((await introspect(machineOf(pair.first), tokens.access_token)).active).toBe(true);
  });

  test('with the password alone gets nowhere', async () => {
    const { person } = await withTotp();
    await expect(attempt(person.username, undefined)).rejects.toThrow();
    const live = await graphql.ok(
      pair.admin('query ($id: ID!) { sessions(filter: { userId: $id, status: [ACTIVE] }) { totalCount } }', {
        id: person.id,
      }),
    );
    expect(live.sessions.totalCount).toBe(1);
  });

  test('takes each code once, at whatever process, and none of an earlier time', async () => {
    const { person, totp } = await withTotp();
    const code = codeAt(totp.secret);
    await attempt(person.username, code);
    expect(await refusalOf(attempt(person.username, code))).toMatch(/has already been used/);
    expect(await refusalOf(attempt(person.username, codeAt(totp.secret, -1)))).toMatch(/used|incorrect/);
    await attempt(person.username, codeAt(totp.secret, 1));
  });

  test('of many who come with one code at once lets one in', async () => {
    const { person, totp } = await withTotp();
    const code = codeAt(totp.secret);
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => attempt(person.username, code)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('refuses wrong codes, twice in the same window too, then makes guessing wait, and forgets it with a right one', async () => {
    const { person, totp } = await withTotp();
    const wrong = wrongCode(totp.secret);
    for (const bad of [wrong, wrong, '12345', 'nonsense'])
      expect(await refusalOf(attempt(person.username, bad))).toMatch(/incorrect/);
    await attempt(person.username, codeAt(totp.secret));
    await halfAMinuteLater(pair.first.databaseUrl);
    for (let i = 0; i < 5; i += 1) expect(await refusalOf(attempt(person.username, wrong))).toMatch(/incorrect/);
    // Now a right one has to wait as well.
    expect(await refusalOf(attempt(person.username, codeAt(totp.secret)))).toMatch(/Wait (30|29|28) seconds/);
    const events = await eventsOf(person.id);
    const causes = events.filter(({ type }) => type === 'SIGN_IN_FAILED').map(({ details }) => details['cause']);
    expect(causes.filter((cause) => cause === 'WRONG_CODE')).toHaveLength(9);
    expect(causes).toContain('TOO_MANY_CODES');
    await graphql.sql(pair.first.databaseUrl, 'update second_factor_failures set blocked_until = now()');
    await attempt(person.username, codeAt(totp.secret));
    expect(
      await graphql.sql(pair.first.databaseUrl, 'select 1 from second_factor_failures where user_id = $1', [
        decodeId('User', person.id),
      ]),
    ).toEqual([]);
  });

  test('after a hundred wrong codes takes none, until an administrator has removed the authenticator', async () => {
    const { person, totp } = await withTotp();
    await expect(attempt(person.username, wrongCode(totp.secret))).rejects.toThrow();
    await graphql.sql(pair.first.databaseUrl, 'update second_factor_failures set failures = 99');
    await expect(attempt(person.username, wrongCode(totp.secret))).rejects.toThrow();
    expect(await refusalOf(attempt(person.username, codeAt(totp.secret)))).toMatch(/Ask an administrator/);
    await graphql.ok(
      pair.admin(
        `mutation { removeAuthenticator(input: { authenticatorId: "${totp.id}" }) { user { id } ${graphql.ERRORS} } }`,
      ),
    );
    await attempt(person.username, undefined);
  });

  test.each([
    [
      'the password was changed',
      (id: string) => ({ setUserPassword: { userId: id, password: 'another long secret' } }),
    ],
    ['the user was disabled', (id: string) => ({ disableUser: { userId: id } })],
  ])('gets nowhere with a right code where %s since the password was given', async (_, change) => {
    const { person, totp } = await withTotp();
    const code = async () => {
      const [[name, input]] = Object.entries(change(person.id)) as [[string, object]];
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      await graphql.ok(
        pair.admin(`mutation ($input: ${type}!) { ${name}(input: $input) { ${graphql.ERRORS} } }`, { input }),
      );
      return codeAt(totp.secret);
    };
    expect(await refusalOf(attempt(person.username, code))).toMatch(/sign in again/);
  });

  test('the page of the code without the password leads back to the password', async () => {
    const { person } = await withTotp();
    let start: URL | undefined;
    await authorize({
      ...web,
      redirectUri: graphql.REDIRECT_URI,
      onPage: ({ url }) => (start = url),
    }).catch(() => null);
    const response = await fetch(`${start!.href}/code`);
    // Without the cookie of the interaction there is nothing at all.
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain(person.username);
  });
});

test('a user who is deleted leaves nothing of it behind', async () => {
  const { person, totp } = await withTotp();
  await expect(attempt(person.username, wrongCode(totp.secret))).rejects.toThrow();
  for (const name of ['disableUser', 'deleteUser'])
    await graphql.ok(pair.admin(`mutation { ${name}(input: { userId: "${person.id}" }) { ${graphql.ERRORS} } }`));
  const rows = await graphql.sql<{ n: number }>(
    pair.first.databaseUrl,
    `select (select count(*) from totp_secrets t where not exists (select from users u where u.id = t.user_id))::int
       + (select count(*) from second_factor_failures t where not exists (select from users u where u.id = t.user_id))::int
       + (select count(*) from authenticators t where not exists (select from users u where u.id = t.user_id))::int as n`,
  );
  expect(rows).toEqual([{ n: 0 }]);
});

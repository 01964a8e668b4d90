/**
 * Names, usernames and addresses of the world: one rule on every path by which they come, internationalized addresses to which mail is sent, and values
 * that earlier releases have stored, which every field shows and by which people go on signing in.
 */
import { decodeId } from '../../../src/platform/type-id';
import { walk } from '../../support/walk';
import * as graphql from '../../support/graphql';
import { enters, newName, ok, PASSWORD } from '../../support/graphql';
import { type Input, mutate, refusalsOf } from '../../support/mutate';
import { allowRegistration, nextLink, send } from '../../support/registration';
import { startWithMail, type WithMail } from '../../support/start';
import { importAll, upload } from '../../support/upload';
import { Visitor } from '../../support/visitor';

jest.setTimeout(120_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
let token: string;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, sql, stop } = await startWithMail());
  token = await graphql.adminToken(service);
  await allowRegistration(admin);
}, 60_000);
afterAll(() => stop?.());

const userBy = async (by: Input) =>
  (await ok(admin('query ($by: UserBy!) { user(by: $by) { id username email name status } }', { by }))).user;
const importLines = async (...users: Input[]) => {
  // Only so many uploads of one caller may wait.
  await sql('delete from imports');
  const answer = await upload(
    service,
    token,
    'format=json-lines',
    users.map((user) => JSON.stringify(user)).join('\n'),
  );
  return answer.import as { id: string; faults: { line: number; field: string; code: string }[] };
};
const invite = async (input: Input): Promise<string> =>
  new URL(
    (await ok(mutate(admin, 'inviteUser', { reusable: true, ...input }, 'link'))).inviteUser.link,
  ).searchParams.get('link')!;
const create = async (input: Input) =>
  (await ok(mutate(admin, 'createUser', { username: newName(), password: PASSWORD, ...input }, 'user { id }')))
    .createUser.user.id as string;

/** Ways by which a value of a new user comes: each returns the fields that are refused. */
const WAYS: Record<string, (input: { username?: string; name?: string; email?: string }) => Promise<unknown[]>> = {
  createUser: async (input) =>
    refusalsOf(await mutate(admin, 'createUser', { username: newName(), ...input })).map(({ path }) => path?.[1]),
  updateUser: async (input) =>
    refusalsOf(await mutate(admin, 'updateUser', { userId: await create({}), ...input })).map(({ path }) => path?.[1]),
  import: async (input) => (await importLines({ username: newName(), ...input })).faults.map(({ field }) => field),
};
const OF_USERNAMES: typeof WAYS = {
  ...WAYS,
  createServiceAccount: async ({ username }) =>
    refusalsOf(await mutate(admin, 'createServiceAccount', { username })).map(({ path }) => path?.[1]),
  acceptInvitation: async ({ username }) => {
    const answer = await anybody('acceptInvitation', { invitation: await invite({}), username, password: PASSWORD });
    return refusalsOf(answer).map(({ path }) => path?.[1]);
  },
};
const OF_NAMES: typeof WAYS = {
  ...WAYS,
  inviteUser: async ({ name }) =>
    refusalsOf(await mutate(admin, 'inviteUser', { reusable: true, name })).map(({ path }) => path?.[1]),
  acceptInvitation: async ({ name }) => {
    const input = { invitation: await invite({}), username: newName(), name, password: PASSWORD };
    return refusalsOf(await anybody('acceptInvitation', input)).map(({ path }) => path?.[1]);
  },
  registerUser: async ({ name }) =>
    refusalsOf(await anybody('registerUser', { email: `${newName()}@example.org`, password: PASSWORD, name })).map(
      ({ path }) => path?.[1],
    ),
};

describe.each(Object.entries(OF_USERNAMES))('usernames that come by %s', (_way, refused) => {
  test.each([
    ...['ma\u00adra', 'mara\u3164', 'mara\ufe0e', 'mara\u{e0041}', 'ma\u034fra', 'ma\u061cra', 'ma\u2066ra'],
    ...['ma\u200dra', 'mara\u2800', 'ma\nra', 'm\u0430ra', 'm\u03b1ra', 'ma\ue000ra'],
    ...[
      'admi\u0307n',
      'admin\u{1d159}',
      'admin\ufffc',
      '\u0301',
      '\u0301admin',
      'ade\u0301\u0301le',
      'lo\u0261in',
      '🦑',
    ],
  ])('%j is refused', async (username) => expect(await refused({ username })).toEqual(['username']));
  test.each([
    'jose\u0301',
    '\u0438\u0432\u0430\u043d',
    '王秀英',
    '\u0645\u0631\u06cc\u0645',
    'o’casey.jr_2',
    'ｗｉｄｅ',
  ])('%j is taken', async (username) => {
    expect(await refused({ username: `${username}${newName('')}` })).toEqual([]);
  });
});

describe.each(Object.entries(OF_NAMES))('names of people that come by %s', (_way, refused) => {
  test.each([
    '\u0639\u0644\u06cc\u200c\u0631\u0636\u0627',
    '\u0dc1\u0dca\u200d\u0dbb\u0dd3',
    'شركة \u200fABC\u200e',
    '葛\u{e0100}城',
  ])('%j is taken', async (name) => expect(await refused({ name })).toEqual([]));
  test.each(['a\u202eb', 'a\u2066b', 'a\nb', 'ma\u200dra', '\u200f'])('%j is refused', async (name) =>
    expect(await refused({ name })).toEqual(['name']),
  );
});

describe('addresses', () => {
  test.each(Object.entries(WAYS))('by %s: one rule', async (_way, refused) => {
    for (const email of [
      '"a"@example.org',
      'ａ@example.org',
      'a@exa_mple.org',
      'a\u200d@example.org',
      'a@xn--a.example',
    ])
      expect([email, await refused({ email })]).toEqual([email, ['email']]);
    for (const email of ['petra@müller-bau.example', '用户@例子.广告', 'o’neil@example.org', 'a..b@example.org'])
      expect([email, await refused({ email: `${newName()}${email}` })]).toEqual([email, []]);
  });

  test('what is no address at all is a malformed request, as a type says', async () => {
    const answer = await mutate(admin, 'createUser', { username: newName(), email: 'nobody' });
    expect(graphql.codes(answer)).toEqual(['BAD_USER_INPUT']);
  });

  test('a user of a file with an umlaut in the domain is shown, found by either form, and unique', async () => {
    const { import: found } = await upload(
      service,
      token,
      'format=csv',
      'username,email\npetra,petra@müller-bau.example\n',
    );
    expect(found.faults).toEqual([]);
    await importAll(admin, found.id);
    const { users } = await ok(admin('{ users(first: 100) { nodes { username email } } }'));
    expect(users.nodes).toContainEqual({ username: 'petra', email: 'petra@müller-bau.example' });
    for (const email of ['petra@müller-bau.example', 'PETRA@MÜLLER-BAU.example', 'petra@xn--mller-bau-q9a.example']) {
      expect(await userBy({ email })).toMatchObject({ username: 'petra' });
      const again = refusalsOf(await mutate(admin, 'createUser', { username: newName(), email }));
      expect(again).toMatchObject([{ code: 'CONFLICT', path: ['input', 'email'] }]);
      const named = refusalsOf(await mutate(admin, 'createUser', { username: email }));
      expect(named).toMatchObject([{ code: 'CONFLICT', path: ['input', 'username'] }]);
    }
  });

  test.each([
    ['a domain in its readable form', 'rita@bäckerei.example', 'rita@bäckerei.example'],
    ['a domain in the form of DNS', 'rolf@xn--bckerei-5wa.example', 'rolf@bäckerei.example'],
    ['a local part beyond ASCII', 'jürgen@bäckerei.example', 'jürgen@bäckerei.example'],
  ])('%s: registration, confirmation, sign-in and recovery by mail', async (_what, typed, email) => {
    const who = await new Visitor(service.url).open('/signin/sign-up');
    await who.send({ email: typed, password: PASSWORD, name: 'New Person' });
    expect(who.heading).toBe('Check your e-mail');
    const mail = await server.next(email);
    const local = email.split('@')[0]!;
    // Servers without SMTPUTF8 understand the first; the others read either form of a domain (RFC 6531 section 3.7.1).
    expect(mail.headers.get('to')).toBe(/^[a-z]+$/.test(local) ? `${local}@xn--bckerei-5wa.example` : email);
    const confirmation = new URL(/https?:\/\/\S+/.exec(mail.text)![0]);
    expect((await send(confirmation, { password: PASSWORD })).status).toBe(200);
    expect(await userBy({ email: typed })).toMatchObject({ username: email, email, status: 'PENDING_LOGIN' });
    for (const name of [email, typed, email.toUpperCase()])
      expect([name, await enters(web, name)]).toEqual([name, true]);

    await ok(anybody('requestPasswordReset', { email: typed }));
    const recovery = await nextLink(server, email);
    expect((await send(recovery, { newPassword: 'a wholly different secret' })).status).toBe(200);
    expect(await enters(web, typed, 'a wholly different secret')).toBe(true);
  });

  test('an invitation goes to such an address', async () => {
    await ok(mutate(admin, 'inviteUser', { email: 'gül@xn--bckerei-5wa.example' }));
    const link = await nextLink(server, 'gül@bäckerei.example');
    const invitation = link.searchParams.get('link');
    expect(refusalsOf(await anybody('acceptInvitation', { invitation, password: PASSWORD }))).toEqual([]);
    expect(await enters(web, 'gül@bäckerei.example')).toBe(true);
  });
});

describe('values that earlier releases have stored', () => {
  const ODD = [
    { username: 'ma\u00adra', email: '"quoted name"@example.org' },
    { username: 'm\u0430ra', email: 'ｗｉｄｅ@example.org' },
    { username: 'mara\u3164', email: 'under@sco_re.example' },
    { username: 'ⓑⓞⓑ', email: '"a@b"@c.example' },
    { username: 'odd \u202e name', email: 'zero\u200dwidth@example.org' },
    { username: 'admi\u0307n🦑', email: 'plain@example.org' },
    { username: 'bad puny', email: 'x@xn--a.example' },
  ];
  const NAME = 'Back\u202ewards\u2066';
  let ids: string[];
  beforeAll(async () => {
    ids = [];
    for (const { username, email } of ODD) {
      const id = await create({});
      const key = (text: string) => text.normalize('NFKC').toLowerCase().normalize('NFKC');
      await sql(
        `update users set username = $2, username_key = $3, email = $4, email_key = $5, name = $6, email_verified = true where id = $1`,
        decodeId('User', id)!,
        ...[username, key(username), email, key(email), NAME],
      );
      ids.push(id);
    }
    await sql(`update users set path = 'od\u00add' where name = $1`, NAME);
    // Of one that was invited, mailed and grouped by earlier releases, too.
    await ok(mutate(admin, 'inviteUser', { email: 'invited@example.org' }));
    await ok(mutate(admin, 'createGroup', { name: newName('group') }));
    await sql('update invitations set email = $1, name = $2', ODD[0]!.email, NAME);
    await sql('update mails set address = $1', ODD[1]!.email);
    await sql('update groups set name = $1, name_key = $1', 'hidden\u200bgroup');
  });

  test('are shown by every field of every list', async () => {
    const { faults, text, rows } = await walk(admin, 100);
    expect(faults).toEqual([]);
    for (const list of ['users', 'invitations', 'mails', 'groups', 'events'])
      expect([list, rows[list]! > 0]).toEqual([list, true]);
    for (const { username, email } of ODD)
      for (const value of [username, email]) expect(text).toContain(JSON.stringify(value).slice(1, -1));
  });

  test('are in exports', async () => {
    for (const format of ['csv', 'json-lines']) {
      const response = await fetch(`${service.address}/exports/users?format=${format}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      const text = await response.text();
      for (const { username } of ODD) expect(text).toContain(username);
    }
    for (const userId of ids) await ok(mutate(admin, 'exportUserData', { userId }, '__typename'));
  });

  test('are found, and people sign in by them', async () => {
    for (const [i, { username, email }] of ODD.entries()) {
      expect(await userBy({ username })).toMatchObject({ id: ids[i] });
      expect(await userBy({ email })).toMatchObject({ id: ids[i], email });
      for (const name of [username, email]) expect([name, await enters(web, name)]).toEqual([name, true]);
    }
  });

  test('stay as they are when they are given again with another change, and cannot be given to others', async () => {
    for (const [i, given] of ODD.entries()) {
      const change = { userId: ids[i], ...given, name: NAME, path: 'od\u00add', attributes: { changed: true } };
      expect(refusalsOf(await mutate(admin, 'updateUser', change))).toEqual([]);
      expect(await userBy({ id: ids[i] })).toMatchObject(given);
    }
    const other = { userId: ids[0], name: 'a\u202eb' };
    expect(refusalsOf(await mutate(admin, 'updateUser', other))).toMatchObject([{ path: ['input', 'name'] }]);
  });

  test('do not keep anybody from a recovery', async () => {
    await ok(anybody('requestPasswordReset', { email: ODD[0]!.email }));
    const { events } = await ok(
      admin(`query ($id: ID!) { events(filter: { userId: $id, type: [RECOVERY_REQUESTED] }) { nodes { outcome } } }`, {
        id: ids[0],
      }),
    );
    expect(events.nodes).toEqual([{ outcome: 'SUCCESS' }]);
  });
});

test('names that identify groups, roles and applications hide nothing, and their words do not mix alphabets', async () => {
  const MADE: Record<string, Input> = {
    createGroup: {},
    createRole: { permissions: [] },
    createApplication: { kind: 'MACHINE', scopes: ['self'] },
  };
  for (const [mutation, input] of Object.entries(MADE)) {
    for (const name of ['Te\u00adam', 'Team\u3164', 'T\u0435am', 'Te\u200dam'])
      expect([
        mutation,
        name,
        refusalsOf(await mutate(admin, mutation, { ...input, name })).map(({ path }) => path?.[1]),
      ]).toEqual([mutation, name, ['name']]);
    for (const name of ['Команда DevOps', '開発チーム', 'فريق ١'])
      expect([mutation, name, refusalsOf(await mutate(admin, mutation, { ...input, name }))]).toEqual([
        mutation,
        name,
        [],
      ]);
  }
});

describe('a sigma at the end of a word', () => {
  test('is the same letter for usernames and addresses', async () => {
    for (const [given, ...spellings] of [
      ['ΝΙΚΟΣ.Π', 'νικος.π', 'νικοσ.π', 'Νικος.Π'],
      ['γιώργος', 'ΓΙΏΡΓΟΣ', 'γιώργοσ', 'ΓΙΏΡΓΟς'],
    ]) {
      const id = await create({ username: given, email: `${given}@example.org` });
      for (const name of [given!, ...spellings]) {
        expect(await userBy({ username: name })).toMatchObject({ id, username: given });
        expect(await userBy({ email: `${name}@EXAMPLE.org` })).toMatchObject({ id });
        expect([name, await enters(web, name), await enters(web, `${name}@example.org`)]).toEqual([name, true, true]);
        const again = refusalsOf(await mutate(admin, 'createUser', { username: name }));
        expect([name, again]).toMatchObject([name, [{ code: 'CONFLICT', path: ['input', 'username'] }]]);
      }
    }
  });

  test('is found by either form, in keys and in names', async () => {
    const id = await create({ username: 'ΠΆΡΙΣ', name: 'Πάρις Νέος' });
    await create({ username: 'πάριν', name: 'Πάριν Νέον' });
    for (const search of ['πάρις', 'ΠΆΡΙΣ', 'πάρισ', 'Νέος', 'ΝΈΟΣ'])
      expect([
        search,
        (await ok(admin('query ($s: String) { users(filter: { search: $s }) { nodes { id } } }', { s: search }))).users,
      ]).toEqual([search, { nodes: [{ id }] }]);
    await ok(mutate(admin, 'createGroup', { name: 'ΟΜΆΔΑ.ΕΝΌΣ.Α' }));
    expect(refusalsOf(await mutate(admin, 'createGroup', { name: 'Ομάδα.Ενός.α' }))).toMatchObject([
      { code: 'CONFLICT', path: ['input', 'name'] },
    ]);
  });

  test('but not in a domain: DNS knows both', async () => {
    await create({ email: 'petra@βόλος.example' });
    await create({ email: 'petra@βόλοσ.example' });
  });
});

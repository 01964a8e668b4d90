/**
 * One namespace for usernames and addresses: neither may equal another person's, on whatever path it comes, so that what somebody types to
 * sign in names one person.
 */
import { readFileSync } from 'node:fs';
import { decodeId } from '../../../src/platform/type-id';
import { startAuthentication } from '../../../src/tools/ciba-flow';
import { signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { ERRORS, newName, ok, PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { hold } from '../../support/holding';
import { type Input, mutate, refusalsOf } from '../../support/mutate';
import { enrolled, signInOnPhone } from '../../support/phone';
import { allowRegistration } from '../../support/registration';
import { type Service, startService } from '../../support/service';
import { mailingTo, startWithMail, type WithMail } from '../../support/start';
import { importAll, upload } from '../../support/upload';

jest.setTimeout(60_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
let second: Service;
let token: string;
let adminAtSecond: graphql.Ask;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, sql, stop } = await startWithMail());
  second = await startService({ beside: service, env: mailingTo(server) });
  token = await graphql.adminToken(service);
  adminAtSecond = graphql.as(second, token);
  await allowRegistration(admin);
}, 60_000);
afterAll(async () => {
  await second?.stop();
  await stop?.();
});

const newEmail = () => `${newName()}@example.org`;

/** What a mutation refuses: code and field. */
const refusals = async (name: string, input: Input, ask = admin): Promise<[string, string | undefined][]> =>
  refusalsOf(await mutate(ask, name, input)).map(({ code, path }) => [code, path?.[1]]);
const create = async (input: { username: string; email?: string }): Promise<string> =>
  (await ok(mutate(admin, 'createUser', { password: PASSWORD, ...input }, 'user { id }'))).createUser.user.id;
/** Somebody with an address, and somebody whose username looks like one. */
const somebody = async () => {
  const [email, username] = [newEmail(), newEmail()];
  return { email, username, byEmail: await create({ username: newName(), email }), byName: await create({ username }) };
};
const whoEnters = async (username: string): Promise<string | null> => {
  const done = await signIn({
    ...web,
    redirectUri: REDIRECT_URI,
    username,
    password: PASSWORD,
    scope: 'openid self',
  }).catch(() => null);
  return done && (await ok(graphql.as(service, done.tokens.access_token)('{ viewer { user { id } } }'))).viewer.user.id;
};
const usersNamed = async (key: string) =>
  (await sql('select from users where username_key = $1 or email_key = $1', key)).length;

/** However it is written. */
const VARIANTS: Record<string, (name: string) => string> = {
  'as it is': (name) => name,
  'in capitals': (name) => name.toUpperCase(),
  'in full-width letters': (name) => name.replace('@', '\uFF20'),
};

describe.each(Object.entries(VARIANTS))(
  'a username equal to the address of somebody else, %s, is refused by',
  (_how, written) => {
    test('createUser', async () => {
      const { email, byEmail } = await somebody();
      expect(await refusals('createUser', { username: written(email), email: newEmail() })).toEqual([
        ['CONFLICT', 'username'],
      ]);
      expect(await whoEnters(email)).toBe(byEmail);
    });

    test('updateUser', async () => {
      const { email, byName, byEmail } = await somebody();
      expect(await refusals('updateUser', { userId: byName, username: written(email) })).toEqual([
        ['CONFLICT', 'username'],
      ]);
      expect(await whoEnters(email)).toBe(byEmail);
    });

    test('createServiceAccount', async () => {
      const { email } = await somebody();
      expect(await refusals('createServiceAccount', { username: written(email) })).toEqual([['CONFLICT', 'username']]);
    });

    test('acceptInvitation', async () => {
      const { email } = await somebody();
      const { inviteUser } = await ok(admin(`mutation { inviteUser(input: { reusable: true }) { link ${ERRORS} } }`));
      const invitation = new URL(inviteUser.link).searchParams.get('link');
      const { data } = await anybody('acceptInvitation', { invitation, password: PASSWORD, username: written(email) });
      expect(data.acceptInvitation.errors).toMatchObject([{ path: ['input', 'username'] }]);
      expect(await usersNamed(email)).toBe(1);
    });

    test('an import, whose dry run says so', async () => {
      const { email } = await somebody();
      const { import: found } = await upload(
        service,
        token,
        'format=csv',
        `username\n${written(email)}\n${newName()}\n`,
      );
      expect(found.ready).toBe(1);
      expect(found.faults).toEqual([
        expect.objectContaining({
          line: 2,
          field: 'username',
          code: 'CONFLICT',
          message: 'This username is the email address of another user.',
        }),
      ]);
    });
  },
);

describe('an address equal to the username of somebody else is refused by', () => {
  test('createUser', async () => {
    const { username, byName } = await somebody();
    expect(await refusals('createUser', { username: newName(), email: username })).toEqual([['CONFLICT', 'email']]);
    expect(await whoEnters(username)).toBe(byName);
  });

  test('updateUser', async () => {
    const { username, byEmail, byName } = await somebody();
    expect(await refusals('updateUser', { userId: byEmail, email: username.toUpperCase() })).toEqual([
      ['CONFLICT', 'email'],
    ]);
    expect(await whoEnters(username)).toBe(byName);
  });

  test('inviteUser', async () => {
    const { username } = await somebody();
    expect(await refusals('inviteUser', { email: username })).toEqual([['CONFLICT', 'email']]);
  });

  test('an import, whose dry run says so', async () => {
    const { username } = await somebody();
    const { import: found } = await upload(service, token, 'format=csv', `username,email\n${newName()},${username}\n`);
    expect(found.faults).toEqual([
      expect.objectContaining({
        line: 2,
        field: 'email',
        code: 'CONFLICT',
        message: 'This email address is the username of another user.',
      }),
    ]);
  });

  test('registerUser, which tells nobody: the answer is that of a new address', async () => {
    const { username, byName } = await somebody();
    const [known, fresh] = [
      await anybody('registerUser', { email: username, password: PASSWORD }),
      await anybody('registerUser', { email: newEmail(), password: PASSWORD }),
    ];
    expect(known.data).toEqual(fresh.data);
    expect((await server.next(username)).text).not.toContain('/signin/');
    expect(await usersNamed(username)).toBe(1);
    expect(await whoEnters(username)).toBe(byName);
  });
});

test('lines of one import clash with each other as with users', async () => {
  const [a, b, c] = [newEmail(), newEmail(), newEmail()];
  const file = ['username,email', `${newName()},${a}`, `${a},`, `${b},`, `${newName()},${b}`, `${c},${c}`].join('\n');
  const { import: found } = await upload(service, token, 'format=csv', file);
  expect(found.faults).toEqual([
    expect.objectContaining({
      line: 3,
      field: 'username',
      code: 'CONFLICT',
      message: 'This username is the e-mail address of an earlier line.',
    }),
    expect.objectContaining({
      line: 5,
      field: 'email',
      code: 'CONFLICT',
      message: 'This e-mail address is the username of an earlier line.',
    }),
  ]);
  expect(await importAll(admin, found.id)).toMatchObject({ created: 3, refused: 2 });
});

test('lines of one import clash across the batches in which it is read', async () => {
  const email = newEmail();
  const file = ['username,email', `${newName()},${email}`];
  for (let i = 0; i < 1_500; i += 1) file.push(`${newName()},`);
  file.push(`${email},`);
  const { import: found } = await upload(service, token, 'format=csv', file.join('\n'));
  expect(found.faults).toEqual([expect.objectContaining({ line: 1_503, field: 'username', code: 'CONFLICT' })]);
});

test('what was taken between the dry run of an import and its run is a fault of its line', async () => {
  const [asName, asEmail] = [newEmail(), newEmail()];
  const { import: found } = await upload(
    service,
    token,
    'format=csv',
    ['username,email', `${asName},`, `${newName()},${asEmail}`, `${newName()},`].join('\n'),
  );
  expect(found).toMatchObject({ ready: 3, faults: [] });
  await create({ username: newName(), email: asName });
  await create({ username: asEmail });
  const done = await importAll(admin, found.id);
  expect(done).toMatchObject({ status: 'DONE', created: 1, refused: 2 });
  expect(done.faults).toMatchObject([
    { line: 2, field: 'username', code: 'CONFLICT' },
    { line: 3, field: 'email', code: 'CONFLICT' },
  ]);
});

test('one’s own username may be one’s own address, and both may change together and apart', async () => {
  const [email, next] = [newEmail(), newEmail()];
  const userId = await create({ username: email, email });
  expect(await refusals('updateUser', { userId, username: next, email: next })).toEqual([]);
  expect(await whoEnters(next)).toBe(userId);
  expect(await refusals('updateUser', { userId, username: newName() })).toEqual([]);
  expect(await whoEnters(next)).toBe(userId);
  expect(await refusals('updateUser', { userId, username: next, email: null })).toEqual([]);
  expect(await whoEnters(next)).toBe(userId);
});

test('a name becomes free when it is given up and when its user is deleted', async () => {
  const [email, username] = [newEmail(), newEmail()];
  const userId = await create({ username, email });
  expect(await refusals('updateUser', { userId, email: null })).toEqual([]);
  await create({ username: email });
  await refusals('disableUser', { userId });
  expect(await refusals('deleteUser', { userId })).toEqual([]);
  await create({ username: newName(), email: username });
  expect(await sql('select from login_names where user_id = $1', decodeId('User', userId))).toEqual([]);
});

test('of two who take one name at once, the one as username and the other as address, one wins', async () => {
  for (let i = 0; i < 30; i += 1) {
    const name = newEmail();
    const taken = await hold(service);
    await taken.run('insert into login_names (name_key, user_id) values ($1, gen_random_uuid())', name);
    const racing = [
      refusals('createUser', { username: name }),
      refusals('createUser', { username: newName(), email: name }, adminAtSecond),
    ];
    await taken.blocks(2);
    await taken.rollback();
    const outcomes = await Promise.all(racing);
    expect(outcomes.filter((errors) => errors.length === 0)).toHaveLength(1);
    expect(outcomes.flat().map(([code]) => code)).toEqual(['CONFLICT']);
    expect(outcomes[0]!.flat()[1] ?? outcomes[1]!.flat()[1]).toBe(outcomes[0]!.length > 0 ? 'username' : 'email');
    expect(await usersNamed(name)).toBe(1);
  }
});

test('an import that meets a name just being taken waits, and lists it as a fault of its line', async () => {
  const name = newEmail();
  const { import: found } = await upload(service, token, 'format=csv', `username\n${name}\n${newName()}\n`);
  const taken = await hold(service);
  await taken.run(
    `insert into users (id, username, username_key, email, email_key, created_at, updated_at)
     values (gen_random_uuid(), $1, $1, $2, $2, now(), now())`,
    newName(),
    name,
  );
  const running = importAll(admin, found.id);
  await taken.blocks();
  await taken.commit();
  expect(await running).toMatchObject({ created: 1, refused: 1, faults: [{ line: 2, field: 'username' }] });
});

describe('where a release before has let somebody take the address of another as username, the upgrade', () => {
  const script = (direction: 'up' | 'down') => readFileSync(`migrations/0029_names.${direction}.sql`, 'utf8');
  /** Does what was possible before: the guard is off while it is done. */
  const before = async (work: () => Promise<void>): Promise<void> => {
    await sql(script('down'));
    await work();
    await sql(script('up'));
  };
  const clash = async () => {
    const [email, own] = [newEmail(), newEmail()];
    const owner = await create({ username: newName(), email });
    const intruder = await create({ username: newName(), email: own });
    await before(async () => {
      await sql('update users set username = $2, username_key = $2 where id = $1', decodeId('User', intruder), email);
    });
    return { email, own, owner, intruder };
  };

  test('succeeds, and the name stays with the owner of the address, at every sign-in', async () => {
    const { email, own, owner, intruder } = await clash();
    expect(await whoEnters(email)).toBe(owner);
    expect(await whoEnters(own)).toBe(intruder);
  });

  test('lets `login_hint` of CIBA name the owner of the address only', async () => {
    const { email, owner, intruder } = await clash();
    const mobile = await graphql.createApplication(service, admin, {
      name: newName(),
      kind: 'MOBILE',
      firstParty: true,
      redirectUris: [REDIRECT_URI],
      scopes: ['openid', 'offline_access', 'self', 'account'],
    });
    const shop = await graphql.createApplication(service, admin, {
      name: newName(),
      kind: 'WEB',
      redirectUris: [REDIRECT_URI],
      scopes: ['openid', 'self'],
      backchannelAuthentication: true,
    });
    const [{ own }] = [
      await sql<{ own: string }>('select email as own from users where id = $1', decodeId('User', intruder)),
    ].flat() as [{ own: string }];
    await enrolled(await signInOnPhone(service, mobile, { id: intruder, username: own }));
    const ask = () => startAuthentication(`${service.address}/oidc`, shop, { scope: 'openid', login_hint: email });
    expect((await ask()).json.error).toBe('unknown_user_id');
    await enrolled(await signInOnPhone(service, mobile, { id: owner, username: email }));
    expect((await ask()).status).toBe(200);
    expect(
      await sql('select user_id from authentication_requests where user_id = any($1::uuid[])', [
        decodeId('User', owner),
        decodeId('User', intruder),
      ]),
    ).toEqual([{ user_id: decodeId('User', owner) }]);
  });

  test('mails a new password’s link to the owner of the address', async () => {
    const { email, owner } = await clash();
    const { data } = await anybody('requestPasswordReset', { email });
    expect(data.requestPasswordReset.errors).toEqual([]);
    await server.next(email);
    expect(await sql(`select user_id from events where type = 'RECOVERY_REQUESTED' order by id desc limit 1`)).toEqual([
      { user_id: decodeId('User', owner) },
    ]);
  });

  test('leaves both to be changed, and gives the name to the other when its owner gives it up', async () => {
    const { email, owner, intruder } = await clash();
    for (const userId of [owner, intruder])
      expect(await refusals('updateUser', { userId, name: 'Changed' })).toEqual([]);
    expect(await refusals('createUser', { username: newName(), email })).toEqual([['CONFLICT', 'email']]);
    expect(await refusals('createUser', { username: email })).toEqual([['CONFLICT', 'username']]);
    expect(await refusals('updateUser', { userId: owner, email: newEmail() })).toEqual([]);
    expect(await whoEnters(email)).toBe(intruder);
    expect(await refusals('updateUser', { userId: owner, email })).toEqual([['CONFLICT', 'email']]);
    expect(await refusals('updateUser', { userId: intruder, username: newName() })).toEqual([]);
    expect(await refusals('updateUser', { userId: owner, email })).toEqual([]);
    expect(await whoEnters(email)).toBe(owner);
  });
});

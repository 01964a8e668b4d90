/** Whoever owns a credential is mailed when it is created, changed or removed, by whichever way, with a link that locks the account. */
import { CookieJar } from '../../../src/tools/browser';
import { authorize, clientRequest, discover, signIn } from '../../../src/tools/oidc-flow';
import '../../../src/app/modules';
import { NOTICES } from '../../../src/core/notice/notice';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { allowImpersonation } from '../../support/impersonation';
import { until } from '../../support/jobs';
import { linkIn, type ReceivedMail } from '../../support/mail';
import {
  addPasskey,
  createApiToken,
  lockLinkIn,
  makeRole,
  pocketApplication,
  somebody,
  type Somebody,
  strengthened,
} from '../../support/notices';
import { mutate } from '../../support/pair';
import { enroll, enrolled, enrolment, newKey, type Phone, signInOnPhone } from '../../support/phone';
import { open, send } from '../../support/registration';
import { SoftwarePasskey } from '../../support/software-passkey';
import { byName, startWithMail, startWithWeb, type WithMail } from '../../support/start';
import { enrolledTotp } from '../../support/totp';
import { importAll, upload } from '../../support/upload';

jest.setTimeout(60_000);

let { server, service, admin, anybody, sql, stop } = {} as WithMail;
let chief: graphql.Ask;
let web: graphql.Registered;
let mobile: graphql.Registered;
beforeAll(async () => {
  ({ server, service, admin, anybody, sql, stop } = await startWithMail(await byName()));
  web = await graphql.webApplication(service, admin, 'Nimble Notes');
  mobile = await pocketApplication(service, admin);
  await makeRole(admin);
  await allowImpersonation(admin);
  const { username } = await graphql.createPerson(admin, 'chief', 'ADMIN');
  chief = await graphql.signedIn(service, web, username, 'openid admin');
}, 60_000);
afterAll(() => stop?.());

const NEW = 'a wholly different secret';
const person = () => somebody(service, admin, web);
/** The mails that an operation brings to an address; each with a link that opens its page. */
const bringing = async (email: string, work: () => Promise<unknown>, count = 1): Promise<ReceivedMail[]> => {
  const before = server.to(email).length;
  await work();
  await until(() => server.to(email).length >= before + count, `${count} mails to ${email}`);
  const mails = server.to(email).slice(before);
  expect(mails).toHaveLength(count);
  for (const mail of mails) {
    const page = await open(lockLinkIn(mail));
    expect([page.status, page.title]).toEqual([200, 'Lock this account?']);
  }
  return mails;
};
/** Signed in by two factors, of which the first mail told. */
const strong = async (who: Somebody) => {
  let found = who as Awaited<ReturnType<typeof strengthened>>;
  await bringing(who.email, async () => (found = await strengthened(service, web, who)));
  return found;
};
const phoneOf = (who: graphql.Person): Promise<Phone> => signInOnPhone(service, mobile, who);

/** An administrator whose session can be revoked with all that was created in it. */
const helper = async () => {
  const { username } = await graphql.createPerson(admin, graphql.newName('helper'), 'ADMIN');
  const ask = await graphql.signedIn(service, web, username, 'openid admin');
  const { viewer } = await graphql.ok(ask('{ viewer { session { id } } }'));
  const input = { sessionId: viewer.session.id, includeDerived: true };
  return { ask, end: () => mutate(admin, 'revokeSession', input, '__typename') };
};

/** What is done, and what the mails about it are called. */
interface Case {
  event: keyof typeof NOTICES;
  does: string;
  subjects: RegExp[];
  /** Prepares, and gives what is to be done. */
  prepare: (who: Somebody) => Promise<() => Promise<unknown>>;
}
const made = (event: Case['event'], does: string, subjects: RegExp[], prepare: Case['prepare']): Case => ({
  ...{ event, does, subjects, prepare },
});
const now =
  (work: (who: Somebody) => Promise<unknown>): Case['prepare'] =>
  async (who) =>
  () =>
    work(who);
const ADDED = (what: string) => new RegExp(`^${what} was added to your account$`);
const REMOVED = (what: string) => new RegExp(`^${what} was removed from your account$`);

const CASES: Case[] = [
  made(
    'PASSWORD_CHANGED',
    'an administrator sets a password',
    [/^Your password was changed$/],
    now(({ id }) => mutate(admin, 'setUserPassword', { userId: id, password: NEW }, '__typename')),
  ),
  made(
    'PASSWORD_CHANGED',
    'a person changes their password',
    [/^Your password was changed$/],
    now(({ ask }) => mutate(ask, 'changeMyPassword', { currentPassword: PASSWORD, newPassword: NEW }, '__typename')),
  ),
  made(
    'PASSWORD_CHANGED',
    'a password is set by a recovery link',
    [/^Your password was changed$/],
    async ({ email }) => {
      await anybody('requestPasswordReset', { email });
      const link = linkIn(await server.next(email));
      return () => send(link, { newPassword: NEW });
    },
  ),
  made(
    'PASSWORD_CHANGED',
    'a new password is asked for at the sign-in',
    [/^Your password was changed$/],
    async ({ id, username }) => {
      await mutate(admin, 'requirePasswordChange', { userId: id }, '__typename');
      return () => signIn({ ...web, redirectUri: REDIRECT_URI, username, password: PASSWORD, newPassword: NEW });
    },
  ),
  made(
    'PASSWORD_LOCKED',
    'a password is locked',
    [/^Your password was locked$/],
    now(({ id }) => mutate(admin, 'lockPassword', { userId: id }, '__typename')),
  ),
  made('PASSWORD_UNLOCKED', 'a password is unlocked', [/^Your password was unlocked$/], async ({ id, email }) => {
    await bringing(email, () => mutate(admin, 'lockPassword', { userId: id }, '__typename'));
    return () => mutate(admin, 'unlockPassword', { userId: id }, '__typename');
  }),
  made(
    'PASSWORD_REMOVED',
    'the session that set the password is revoked with what was created in it',
    [/^Your password was removed$/],
    async ({ id, email }) => {
      const thief = await helper();
      await bringing(email, () => mutate(thief.ask, 'setUserPassword', { userId: id, password: NEW }, '__typename'));
      return thief.end;
    },
  ),
  made(
    'RECOVERY_LINK_REVOKED',
    'the session that created a recovery link is revoked with what was created in it',
    [/^A password recovery link was revoked$/],
    async ({ id, email }) => {
      const thief = await helper();
      await bringing(email, () => mutate(thief.ask, 'createRecoveryLink', { userId: id }, '__typename'));
      return thief.end;
    },
  ),
  made(
    'RECOVERY_LINK_CREATED',
    'an administrator creates a recovery link',
    [/^A password recovery link was created$/],
    now(({ id }) => mutate(admin, 'createRecoveryLink', { userId: id }, '__typename')),
  ),
  made(
    'AUTHENTICATOR_ENROLLED',
    'an application adds a passkey',
    [ADDED('A passkey named “Laptop”')],
    now(({ ask }) => addPasskey(service, ask)),
  ),
  made(
    'AUTHENTICATOR_ENROLLED',
    'a passkey is added on the page',
    [ADDED('A passkey named “Key”')],
    async ({ ask }) => {
      const { enrollment } = await mutate(ask, 'enrollPasskey', {}, 'enrollment { options url }');
      const response = JSON.stringify(new SoftwarePasskey(service.url).create(enrollment.options));
      return () => send(new URL(enrollment.url), { name: 'Key', response });
    },
  ),
  made(
    'AUTHENTICATOR_ENROLLED',
    'an authenticator app is added',
    [ADDED('An authenticator app named “Authenticator app”')],
    now(({ ask }) => enrolledTotp(ask)),
  ),
  made('AUTHENTICATOR_ENROLLED', 'recovery codes are created', [ADDED('A set of recovery codes')], async (who) => {
    const { ask } = await strong(who);
    return () => mutate(ask, 'createRecoveryCodes', {}, '__typename');
  }),
  made('RECOVERY_CODE_USED', 'a recovery code is used', [/^A recovery code of your account was used$/], async (who) => {
    const { email, username } = who;
    const { ask } = await strong(who);
    let code = '';
    await bringing(email, async () => {
      ({
        codes: [code],
      } = await mutate(ask, 'createRecoveryCodes', {}, 'codes'));
    });
    return () => signIn({ ...web, redirectUri: REDIRECT_URI, username, password: PASSWORD, code });
  }),
  made(
    'AUTHENTICATOR_RENAMED',
    'a passkey is renamed',
    [/^A passkey named “Laptop” was renamed in your account$/],
    async (who) => {
      const { email } = who;
      let id = '';
      const { ask } = await strong(who);
      await bringing(email, async () => ({ id } = await addPasskey(service, ask)));
      return () => mutate(ask, 'renameAuthenticator', { authenticatorId: id, name: 'Desktop' }, '__typename');
    },
  ),
  made(
    'AUTHENTICATOR_REMOVED',
    'the last factor is removed, with the recovery codes',
    [REMOVED('A set of recovery codes'), REMOVED('An authenticator app named “Authenticator app”')],
    async (who) => {
      const { email } = who;
      const { ask, appId: id } = await strong(who);
      await bringing(email, () => mutate(ask, 'createRecoveryCodes', {}, '__typename'));
      return () => mutate(admin, 'removeAuthenticator', { authenticatorId: id }, '__typename');
    },
  ),
  made(
    'TOKEN_ISSUED',
    'an API token is created',
    [/^An API token named “nightly job” was created for your account$/],
    now(({ ask, id }) => createApiToken(ask, id)),
  ),
  made(
    'TOKEN_REVOKED',
    'an API token is revoked',
    [/^An API token of your account was revoked$/],
    async ({ ask, id, email }) => {
      let token = '';
      await bringing(email, async () => {
        token = (await createApiToken(ask, id)).id;
      });
      return () => mutate(admin, 'revokeToken', { tokenId: token }, '__typename');
    },
  ),
  made(
    'TOKEN_REVOKED',
    'a script ends its own API token',
    [/^An API token of your account was revoked$/],
    async ({ ask, id, email }) => {
      let value = '';
      await bringing(email, async () => {
        ({ value } = await createApiToken(ask, id));
      });
      const { revocation_endpoint: url } = await discover(web.issuer);
      return () => clientRequest(url, { clientId: 'api-tokens' }, { token: value });
    },
  ),
  made(
    'MOBILE_AUTHENTICATION_ENROLLED',
    'a device enrolls its first key',
    [/^A device can now confirm sign-ins to your account$/],
    async (who) => {
      const phone = await phoneOf(who);
      return () => enrolled(phone);
    },
  ),
  made(
    'AUTHENTICATOR_ENROLLED',
    'a device enrolls another key',
    [ADDED('A key on a device named “PIN”')],
    async (who) => {
      const phone = await phoneOf(who);
      await bringing(who.email, () => enrolled(phone));
      return async () => enroll(phone, await enrolment(phone, await newKey(), { kind: 'PIN' }));
    },
  ),
  ...['revokeMobileAuthentication', 'disconnectDevice'].map((mutation) =>
    made(
      'MOBILE_AUTHENTICATION_REVOKED',
      `${mutation} ends a key`,
      [/^A device can no longer confirm sign-ins to your account$/],
      async (who) => {
        const phone = await phoneOf(who);
        await bringing(who.email, () => enrolled(phone));
        return () => mutate(admin, mutation, { userId: who.id, deviceId: phone.deviceId }, '__typename');
      },
    ),
  ),
  made(
    'MOBILE_AUTHENTICATION_REVOKED',
    'disconnectAllDevices ends a key',
    [/^A device can no longer confirm sign-ins to your account$/],
    async (who) => {
      const phone = await phoneOf(who);
      await bringing(who.email, () => enrolled(phone));
      return () => mutate(admin, 'disconnectAllDevices', { userId: who.id }, '__typename');
    },
  ),
  made(
    'MOBILE_AUTHENTICATION_REVOKED',
    'deleteDevice ends a key',
    [/^A device can no longer confirm sign-ins to your account$/],
    async (who) => {
      const { deviceId, ...phone } = await phoneOf(who);
      await bringing(who.email, () => enrolled({ deviceId, ...phone }));
      return () => mutate(admin, 'deleteDevice', { deviceId, confirmedUserIds: [who.id] }, '__typename');
    },
  ),
  made(
    'AUTHENTICATOR_REMOVED',
    'one of two keys of a device is removed',
    [REMOVED('A key on a device named “DEVICE KEY”|A key on a device named “DEVICE_KEY”')],
    async (who) => {
      const phone = await phoneOf(who);
      let id = '';
      await bringing(who.email, async () => ({ id } = await enrolled(phone)));
      await bringing(who.email, async () => enroll(phone, await enrolment(phone, await newKey(), { kind: 'PIN' })));
      return () => mutate(phone.ask, 'removeDeviceAuthenticator', { authenticatorId: id }, '__typename');
    },
  ),
  made(
    'IMPERSONATION_STARTED',
    'somebody impersonates a person',
    [/^An administrator is impersonating you$/],
    now(({ id }) => mutate(chief, 'impersonateUser', { userId: id, reason: 'a ticket' }, '__typename')),
  ),
  made(
    'IMPERSONATION_ENDED',
    'an impersonation ends',
    [/^The impersonation of your account has ended$/],
    async ({ id, email }) => {
      let sessionId = '';
      await bringing(email, async () => {
        const { session } = await mutate(
          chief,
          'impersonateUser',
          { userId: id, reason: 'a ticket' },
          'session { id }',
        );
        sessionId = session.id;
      });
      return () => mutate(chief, 'endImpersonation', { sessionId }, '__typename');
    },
  ),
];

test.each(CASES.map((one) => [one.does, one] as const))('%s: a mail to the owner', async (_, { subjects, prepare }) => {
  const who = await person();
  const work = await prepare(who);
  const mails = await bringing(who.email, work, subjects.length);
  // Two of one operation may overtake each other.
  const inOrder = mails.map(({ subject }) => subject).sort();
  expect(inOrder).toEqual(subjects.map((subject) => expect.stringMatching(subject)));
});

/** Those with a test of their own below. */
const OTHERS = ['USER_UPDATED', 'USER_LOCKED_DOWN', 'INVITATION_ACCEPTED'];
test('every kind of event that has a mail is tried here', () => {
  const told = Object.entries(NOTICES).flatMap(([type, notice]) => (notice ? [type] : []));
  expect([...new Set([...CASES.map(({ event }) => event as string), ...OTHERS])].sort()).toEqual(told.sort());
});

test('the mail says what happened, when, in which application and from where; and of somebody else only that it was an administrator', async () => {
  const who = await person();
  const [own] = await bringing(who.email, () =>
    graphql.post(
      service,
      JSON.stringify({
        query: 'mutation ($input: ChangeMyPasswordInput!) { changeMyPassword(input: $input) { errors { code } } }',
        variables: { input: { currentPassword: PASSWORD, newPassword: NEW } },
      }),
      {
        authorization: `Bearer ${who.token}`,
        'x-forwarded-for': '198.51.100.7',
        'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0',
      },
    ),
  );
  expect(own!.text).toMatch(/^Hello owner\d+ Example,\r?\n\r?\nYour password was changed\./);
  expect(own!.text).toMatch(/^When: \d+ \w+ \d{4} at \d\d:\d\d UTC\r?$/m);
  expect(own!.text).toMatch(/^Application: Nimble Notes\r?$/m);
  expect(own!.text).toMatch(/^Network address: 198\.51\.100\.7\r?$/m);
  expect(own!.text).toMatch(/^Browser: Firefox on Windows\r?$/m);
  expect(own!.text).toContain('If you did not expect this, lock your account now');

  const [others] = await bringing(who.email, () =>
    mutate(chief, 'setUserPassword', { userId: who.id, password: PASSWORD }, '__typename'),
  );
  expect(others!.text).toMatch(/^Done by: an administrator\r?$/m);
  expect(others!.text).not.toMatch(/Network address|Browser|chief/);
});

test('names that somebody chose bring neither markup nor addresses into the mail', async () => {
  const who = await person();
  await mutate(admin, 'updateUser', { userId: who.id, name: '<b>http://evil.example/now</b>' }, '__typename');
  const name = `"><img src=x onerror='alert(1)'> https://evil.example/?a=b`;
  const [mail] = await bringing(who.email, () => addPasskey(service, who.ask, name));
  for (const part of [mail!.text, mail!.html, mail!.subject])
    expect(part).not.toMatch(/evil\.example|<img|<b>|onerror='/);
  expect(mail!.text.match(/https?:\/\//g)).toHaveLength(1);
  expect(mail!.raw).not.toContain('cst_challenge');
});

test('of a service account its owner is mailed, and the link is for the account', async () => {
  const owner = await person();
  const { user } = await mutate(admin, 'createServiceAccount', { username: 'robot', ownerId: owner.id }, 'user { id }');
  const [mail] = await bringing(owner.email, () => createApiToken(admin, user.id));
  expect(mail!.subject).toBe('An API token named “nightly job” was created for the service account “robot”');
  await send(lockLinkIn(mail!), {});
  const statusOf = (id: string) => graphql.statusOf(admin, id);
  expect([await statusOf(user.id), await statusOf(owner.id)]).toEqual(['DISABLED', 'ACTIVE']);
});

test('another address: the former is mailed with the link, the new one without; the same address is no change', async () => {
  const who = await person();
  const fresh = `moved.${who.email}`;
  const [mail] = await bringing(who.email, () =>
    mutate(admin, 'updateUser', { userId: who.id, email: fresh }, '__typename'),
  );
  expect(mail!.subject).toBe('The e-mail address of your account was changed');
  const other = await server.next(fresh);
  expect(other.subject).toBe('The e-mail address of your account was changed');
  expect(other.text).not.toContain('http');
  const before = server.received.length;
  await mutate(admin, 'updateUser', { userId: who.id, email: fresh, name: 'Somebody' }, '__typename');
  // Whatever comes next goes to the new address.
  await bringing(fresh, () => mutate(admin, 'setUserPassword', { userId: who.id, password: NEW }, '__typename'));
  expect(server.received).toHaveLength(before + 1);
});

test('an accepted invitation is mailed to who was invited', async () => {
  await mutate(admin, 'inviteUser', { email: 'guest@example.com' }, '__typename');
  const invitation = linkIn(await server.next('guest@example.com'));
  const [mail] = await bringing('guest@example.com', () =>
    send(invitation, { username: 'guest', name: 'Guest', password: PASSWORD }),
  );
  expect(mail!.subject).toBe('Your invitation was accepted');
});

test('a lockdown is mailed, without a link', async () => {
  const who = await person();
  await mutate(admin, 'lockdownUser', { userId: who.id, reason: 'stolen' }, '__typename');
  const mail = await server.next(who.email);
  expect([mail.subject, mail.text.includes('http')]).toEqual(['Your account was locked down', false]);
});

test('new accounts, invitations, sign-ins, refusals and dry runs bring no such mail', async () => {
  const before = server.received.length;
  const who = await person();
  await mutate(admin, 'setUserPassword', { userId: who.id, password: NEW, dryRun: true }, '__typename');
  await graphql.ok(who.ask('{ viewer { user { id } } }'));
  const { data } = await who.ask(
    'mutation { changeMyPassword(input: { currentPassword: "wrong", newPassword: "another long secret" }) { errors { code } } }',
  );
  expect(data.changeMyPassword.errors).toHaveLength(1);
  await authorize({
    ...web,
    redirectUri: REDIRECT_URI,
    username: who.username,
    password: PASSWORD,
    jar: new CookieJar(),
  });
  const lines = Array.from({ length: 200 }, (_, n) =>
    JSON.stringify({ username: `imported${n}`, email: `imported${n}@example.com`, passwordHash: HASH }),
  );
  const uploaded = await upload(service, await graphql.adminToken(service), 'format=json-lines', lines.join('\n'));
  expect((await importAll(admin, uploaded.import.id)).created).toBe(200);
  expect(
    await sql(`select kind from mails where user_id = $1 or address like 'imported%'`, decodeId('User', who.id)),
  ).toEqual([]);
  expect(server.received).toHaveLength(before);
});
const HASH = '$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W';

test('nobody is flooded: twenty an hour, then one that says there is more; a change of the address is still told', async () => {
  const who = await strong(await person());
  const id = who.appId;
  for (let n = 0; n < 30; n += 1)
    await mutate(who.ask, 'renameAuthenticator', { authenticatorId: id, name: `name ${n}` }, '__typename');
  for (let n = 0; n < 21; n += 1) await server.next(who.email);
  const more = server.to(who.email).filter((mail) => mail.subject === 'More changes to your account');
  expect(more).toHaveLength(1);
  expect((await open(lockLinkIn(more[0]!))).status).toBe(200);
  expect(await sql('select 1 from mails where user_id = $1', decodeId('User', who.id))).toHaveLength(21);
  await mutate(admin, 'updateUser', { userId: who.id, email: `far.${who.email}` }, '__typename');
  expect((await server.next(who.email)).subject).toBe('The e-mail address of your account was changed');
  expect(await sql('select 1 from mails where user_id = $1', decodeId('User', who.id))).toHaveLength(22);
  // An hour later they are mailed again.
  await sql(
    `update mails set created_at = created_at - interval '61 minutes' where user_id = $1`,
    decodeId('User', who.id),
  );
  await mutate(who.ask, 'renameAuthenticator', { authenticatorId: id, name: 'at last' }, '__typename');
  await server.next(`far.${who.email}`);
});

test('without a mail server nothing is queued', async () => {
  const { service: quiet, admin: by, web: application, ...its } = await startWithWeb();
  try {
    await makeRole(by);
    const who = await somebody(quiet, by, application);
    await createApiToken(who.ask, who.id);
    await enrolledTotp(who.ask);
    await mutate(by, 'setUserPassword', { userId: who.id, password: NEW }, '__typename');
    await mutate(by, 'updateUser', { userId: who.id, email: 'elsewhere@example.com' }, '__typename');
    const counts = await its.sql(
      `select (select count(*)::int from mails) as mails, (select count(*)::int from links) as links,
         (select count(*)::int from graphile_worker.jobs where task_identifier = 'mail') as jobs`,
    );
    expect(counts).toEqual([{ mails: 0, links: 0, jobs: 0 }]);
  } finally {
    await its.stop();
  }
});

test('an event that is undone brings no mail', async () => {
  const who = await person();
  const before = await sql('select 1 from mails');
  await mutate(admin, 'createRecoveryLink', { userId: who.id, dryRun: true }, '__typename');
  expect(await sql('select 1 from mails')).toEqual(before);
});

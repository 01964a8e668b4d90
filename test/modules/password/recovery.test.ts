/** Links by which a lost password is replaced: shown by createRecoveryLink, mailed by emailRecoveryLink and requestPasswordReset, and the page that they lead to. */
import { authorize, introspect, refresh, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { type Ask, ok, PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { linkIn } from '../../support/mail';
import { codeOf, mutate } from '../../support/mutate';
import { asAnybody, nextLink, open, send } from '../../support/registration';
import { startWithAdmin, startWithMail, type WithAdmin, type WithMail } from '../../support/start';
import { medianOf, timed } from '../../support/timing';
import { codeAt, enrolledTotp, halfAMinuteLater } from '../../support/totp';

jest.setTimeout(40_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
let unmailed: WithAdmin;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, sql, stop } = await startWithMail());
  unmailed = await startWithAdmin();
}, 60_000);
afterAll(async () => {
  await unmailed?.stop();
  await stop?.();
});

const NEW = 'a wholly different secret';
const somebody = () => graphql.createPerson(admin, graphql.newName('lost'));
const linkFor = async ({ id }: { id: string }): Promise<URL> =>
  new URL(
    (await ok(mutate(admin, 'createRecoveryLink', { userId: id }, 'link expiresAt'))).createRecoveryLink.link as string,
  );
const enters = (username: string, password: string, code?: string) =>
  graphql.enters(web, username, password, code ? { code } : {});
const eventsOf = async (id: string) =>
  (
    await ok(
      admin(
        'query ($id: ID!) { events(filter: { userId: $id }) { nodes { type outcome details reason actor { ... on User { id } } revocation { action } } } }',
        { id },
      ),
    )
  ).events.nodes as { type: string; outcome: string; details: Record<string, unknown>; reason: string | null }[];
const ofType = async (id: string, type: string) => (await eventsOf(id)).filter((event) => event.type === type);

describe('createRecoveryLink', () => {
  test('shows a link for half an hour; its page sets another password, and everything issued under the former ends', async () => {
    const who = await somebody();
    const before = await signIn({
      ...{ ...web, redirectUri: REDIRECT_URI, username: who.username, password: PASSWORD },
      ...{ scope: 'openid self offline_access', parameters: { prompt: 'consent' } },
    });
    const { createRecoveryLink } = await ok(
      mutate(admin, 'createRecoveryLink', { userId: who.id, reason: 'called by phone' }, 'link expiresAt user { id }'),
    );
    expect(createRecoveryLink.user.id).toBe(who.id);
    const minutes = (Date.parse(createRecoveryLink.expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(29);
    expect(minutes).toBeLessThanOrEqual(30);
    expect(await ofType(who.id, 'RECOVERY_LINK_CREATED')).toMatchObject([{ reason: 'called by phone' }]);

    const link = new URL(createRecoveryLink.link);
    const page = await open(link);
    expect(page).toMatchObject({ status: 200, title: 'Set a new password' });
    expect(page.html).toContain(who.username);
    expect(page.html).not.toMatch(/<script(?! src="\/signin\/)/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    // Nothing has happened yet.
    expect((await introspect(web, before.tokens.access_token)).active).toBe(true);

    expect(await send(link, { newPassword: NEW })).toMatchObject({ status: 200, title: 'Your password is set' });
    expect((await introspect(web, before.tokens.access_token)).active).toBe(false);
    await expect(refresh(web, before.tokens.refresh_token!)).rejects.toThrow('invalid_grant');
    await expect(
      authorize({ ...web, redirectUri: REDIRECT_URI, jar: before.jar, parameters: { prompt: 'none' } }),
    ).rejects.toThrow('login_required');
    expect([await enters(who.username, PASSWORD), await enters(who.username, NEW)]).toEqual([false, true]);
    expect(await ofType(who.id, 'PASSWORD_CHANGED')).toMatchObject([
      {
        outcome: 'SUCCESS',
        details: { by: 'RECOVERY_LINK' },
        actor: { id: who.id },
        revocation: { action: 'recovery' },
      },
    ]);
  });

  test('works once, of many uses at once too', async () => {
    const who = await somebody();
    const link = await linkFor(who);
    const uses = await Promise.all(
      Array.from({ length: 6 }, (_, n) => send(link, { newPassword: `${NEW} number ${n}` })),
    );
    expect(uses.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410]);
    expect(await ofType(who.id, 'PASSWORD_CHANGED')).toHaveLength(1);
    const winner = uses.findIndex(({ status }) => status === 200);
    expect(await enters(who.username, `${NEW} number ${winner}`)).toBe(true);
    expect(await open(link)).toMatchObject({ status: 410, title: 'This link no longer works' });
  });

  test('a new one replaces the old, and half an hour is the end of any', async () => {
    const who = await somebody();
    const [former, link] = [await linkFor(who), await linkFor(who)];
    expect(await send(former, { newPassword: NEW })).toMatchObject({ status: 410 });
    await sql(`update links set valid_until = valid_until - interval '31 minutes' where user_id = $1`, who.uuid);
    expect(await open(link)).toMatchObject({ status: 410 });
    expect(await send(link, { newPassword: NEW })).toMatchObject({ status: 410 });
    expect(await enters(who.username, PASSWORD)).toBe(true);
  });

  test('the link is over when the password, the account or everything issued has ended meanwhile', async () => {
    const ends: [string, (who: graphql.Account) => Promise<unknown>][] = [
      ['another password', ({ id }) => ok(mutate(admin, 'setUserPassword', { userId: id, password: NEW }))],
      ['all sessions', ({ id }) => ok(mutate(admin, 'revokeAllSessions', { userId: id }))],
      ['a locked password', ({ id }) => ok(mutate(admin, 'lockPassword', { userId: id }))],
      [
        'disabled and enabled',
        async ({ id }) => {
          await ok(mutate(admin, 'disableUser', { userId: id }));
          await ok(mutate(admin, 'enableUser', { userId: id }));
        },
      ],
      [
        'deleted',
        async ({ id }) => {
          await ok(mutate(admin, 'disableUser', { userId: id }));
          await ok(mutate(admin, 'deleteUser', { userId: id }));
        },
      ],
    ];
    for (const [what, end] of ends) {
      const who = await somebody();
      const link = await linkFor(who);
      await end(who);
      expect([what, (await send(link, { newPassword: `${NEW} again` })).status]).toEqual([what, 410]);
    }
  });

  test('of the link there is only a hash, and no event has it', async () => {
    const who = await somebody();
    const secret = (await linkFor(who)).searchParams.get('link')!;
    expect(secret).toMatch(/^cst_link_[\w-]{43}$/);
    const [{ text }] = (await sql(
      `select (select string_agg(l::text, ' ') from links l where user_id = $1) || (select string_agg(e::text, ' ') from events e where user_id = $1) as text`,
      who.uuid,
    )) as [{ text: string }];
    expect(text).toContain(who.uuid);
    expect(text).not.toContain(secret);
    expect(service.log()).not.toContain(secret);
  });

  test('a dry run makes none, and leaves the one that there is', async () => {
    const who = await somebody();
    const link = await linkFor(who);
    await ok(mutate(admin, 'createRecoveryLink', { userId: who.id, dryRun: true }, 'link'));
    expect(await open(link)).toMatchObject({ status: 200 });
  });

  test('nobody makes one for who holds more; mailing one to its owner is another matter', async () => {
    const boss = await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN');
    const plain = await somebody();
    await graphql.createRole(admin, 'Desk', ['USERS_READ', 'USERS_SET_PASSWORD']);
    const desk = await graphql.createPerson(admin, graphql.newName('desk'), 'Desk');
    const ask = await graphql.signedIn(service, web, desk.username, 'openid account admin');
    expect(graphql.codes(await mutate(ask, 'createRecoveryLink', { userId: boss.id }, 'link'))).toEqual(['FORBIDDEN']);
    expect(codeOf(await mutate(ask, 'createRecoveryLink', { userId: plain.id }, 'link'))).toBeUndefined();
    expect(codeOf(await mutate(ask, 'emailRecoveryLink', { userId: boss.id }))).toBeUndefined();
  });
});

test('whoever has it changed, its owner is told by mail, and of a dry run not', async () => {
  const who = await somebody();
  const password = `${NEW} of an administrator`;
  await ok(mutate(admin, 'setUserPassword', { userId: who.id, password, dryRun: true }));
  await ok(mutate(admin, 'setUserPassword', { userId: who.id, password }));
  const by = await graphql.signedIn(service, web, who.username, 'openid self account', password);
  await ok(mutate(by, 'changeMyPassword', { currentPassword: password, newPassword: NEW }));
  await ok(mutate(admin, 'requirePasswordChange', { userId: who.id }));
  const asked = {
    ...web,
    redirectUri: REDIRECT_URI,
    username: who.username,
    password: NEW,
    scope: 'openid self account',
  };
  await signIn({ ...asked, newPassword: password });
  const mails = await sql('select kind from mails where user_id = $1', who.uuid);
  expect(mails).toEqual(Array(3).fill({ kind: 'PASSWORD_CHANGED' }));
  expect((await server.next(who.email)).text).toContain('Hello');
});

describe('the page of a recovery link', () => {
  test('says what is wrong with a password, and the link goes on', async () => {
    const who = await somebody();
    const link = await linkFor(who);
    for (const [newPassword, says] of [
      ['', 'Enter a new password.'],
      ['short', 'The password must have at least 15 characters.'],
      ['passwordpassword', 'too easy to guess'],
      [`${who.username}-`.repeat(3), 'too easy to guess'],
      ['x'.repeat(300), 'at most 256 characters'],
      [PASSWORD, 'This is your current password'],
    ] as const) {
      const page = await send(link, { newPassword });
      expect([newPassword, page.status]).toEqual([newPassword, 400]);
      expect(page.html).toContain(says);
      expect(page.html).not.toContain(`value="${newPassword || '-'}"`);
    }
    expect(await send(link, { newPassword: NEW })).toMatchObject({ status: 200 });
  });

  test('bounds how often a link is tried, and knows nothing of links that are not there', async () => {
    const link = await linkFor(await somebody());
    const tries = [];
    for (let n = 0; n < 12; n += 1) tries.push((await send(link, { newPassword: 'short' })).status);
    expect(tries.slice(0, 10)).toEqual(Array(10).fill(400));
    expect(tries.slice(10)).toEqual([429, 429]);
    for (const secret of ['', 'cst_link_none', 'x'.repeat(5_000), 'a\0b'])
      expect(
        (await send(new URL(`/signin/recovery?link=${encodeURIComponent(secret)}`, service.url), { newPassword: NEW }))
          .status,
      ).toBe(410);
    expect((await fetch(new URL('/signin/recovery', service.url), { method: 'PUT' })).status).toBe(405);
  });

  test('replaces the password alone: a second factor is asked for as before, and allows a shorter one', async () => {
    const who = await somebody();
    const by = await graphql.signedIn(service, web, who.username, 'openid self account');
    const { secret } = await enrolledTotp(by);
    await halfAMinuteLater(service.databaseUrl);
    const link = await linkFor(who);
    expect((await open(link)).html).toContain('at least 8 characters');
    expect(await send(link, { newPassword: 'nine chr' })).toMatchObject({ status: 200 });
    expect(await enters(who.username, 'nine chr')).toBe(false);
    expect(await enters(who.username, 'nine chr', codeAt(secret))).toBe(true);
  });

  test('gives who has none a first password', async () => {
    const { createUser } = await ok(
      mutate(admin, 'createUser', { username: graphql.newName('first') }, 'user { id username }'),
    );
    const { id, username } = createUser.user;
    expect(await send(await linkFor({ id }), { newPassword: NEW })).toMatchObject({ status: 200 });
    expect(await enters(username, NEW)).toBe(true);
  });
});

describe('emailRecoveryLink', () => {
  test('mails the link, and its answer has none; the link shows that the address is theirs', async () => {
    const who = await somebody();
    const answer = await mutate(admin, 'emailRecoveryLink', { userId: who.id, reason: 'asked for' }, 'user { id }');
    expect(answer.text).not.toMatch(/cst_link|https?:/);
    const mail = await server.next(who.email);
    expect(mail.headers.get('subject')).toBe('Reset your password');
    expect(mail.text).toContain('within 30 minutes');
    const link = linkIn(mail);
    expect(link.pathname).toBe('/signin/recovery');
    expect(await ofType(who.id, 'RECOVERY_LINK_MAILED')).toMatchObject([{ reason: 'asked for' }]);
    const verified = async () =>
      (await ok(admin('query ($id: ID!) { user(by: { id: $id }) { emailVerified } }', { id: who.id }))).user;
    expect(await verified()).toEqual({ emailVerified: false });
    expect(await send(link, { newPassword: NEW })).toMatchObject({ status: 200 });
    expect(await verified()).toEqual({ emailVerified: true });
    expect(await enters(who.username, NEW)).toBe(true);
    // And hears that it has happened.
    const told = await server.next(who.email);
    expect(told.headers.get('subject')).toBe('Your password was changed');
    expect(linkIn(told).pathname).toBe('/signin/lock-account');
  });

  test('replaces any link before it, and proves the address that it was sent to and no other', async () => {
    const who = await somebody();
    const shown = await linkFor(who);
    expect(linkIn(await server.next(who.email)).pathname).toBe('/signin/lock-account');
    await ok(mutate(admin, 'emailRecoveryLink', { userId: who.id }));
    const mailed = await nextLink(server, who.email);
    expect(await open(shown)).toMatchObject({ status: 410 });
    expect(await open(mailed)).toMatchObject({ status: 200 });
    await ok(mutate(admin, 'updateUser', { userId: who.id, email: `other-${who.email}` }));
    expect(await send(mailed, { newPassword: NEW })).toMatchObject({ status: 410 });
  });

  test('a link that the user asked for stays while it works, and no other is mailed', async () => {
    const who = await somebody();
    await anybody('requestPasswordReset', { email: who.email });
    const own = await nextLink(server, who.email);
    const mails = () => sql(`select 1 from mails where address = $1`, who.email);
    const before = (await mails()).length;
    expect(
      (await ok(mutate(admin, 'emailRecoveryLink', { userId: who.id }, 'user { id }'))).emailRecoveryLink.user,
    ).toEqual({
      id: who.id,
    });
    expect([(await mails()).length, await ofType(who.id, 'RECOVERY_LINK_MAILED')]).toEqual([before, []]);
    expect(await open(own)).toMatchObject({ status: 200 });
    // One that is over by now is in nobody's way.
    await sql(`update links set valid_until = now() where user_id = $1`, who.uuid);
    await ok(mutate(admin, 'emailRecoveryLink', { userId: who.id }));
    expect(await open(await nextLink(server, who.email))).toMatchObject({ status: 200 });
    await anybody('requestPasswordReset', { email: who.email });
    await nextLink(server, who.email);
    await ok(mutate(admin, 'revokeAllSessions', { userId: who.id }));
    await ok(mutate(admin, 'emailRecoveryLink', { userId: who.id }));
    expect(await open(await nextLink(server, who.email))).toMatchObject({ status: 200 });
  });

  test('mails a user at most five an hour, whoever asks; what mails nothing does not count', async () => {
    const who = await somebody();
    const desk = await graphql.asMachine(service, admin, 'users:setPassword');
    const ask = (by: Ask, more = {}) => mutate(by, 'emailRecoveryLink', { userId: who.id, ...more });
    for (let n = 0; n < 6; n += 1) {
      expect(codeOf(await ask(admin, { dryRun: true }))).toBeUndefined();
      expect(codeOf(await ask(admin, { ifVersion: 77 }))).toBe('VERSION_CONFLICT');
    }
    const input = { idempotencyKey: 'once' };
    for (let n = 0; n < 3; n += 1) expect(codeOf(await ask(admin, input))).toBeUndefined();
    for (let n = 0; n < 4; n += 1) expect(codeOf(await ask(desk))).toBeUndefined();
    for (const by of [desk, admin]) expect(codeOf(await ask(by))).toBe('RATE_LIMITED');
    const other = await somebody();
    expect(codeOf(await mutate(desk, 'emailRecoveryLink', { userId: other.id }))).toBeUndefined();
    await sql(`update events set occurred_at = occurred_at - interval '61 minutes' where user_id = $1`, who.uuid);
    expect(codeOf(await ask(desk))).toBeUndefined();
  });

  test('without an address or a mail server the error says so, and nothing is left', async () => {
    const refusal = async (ask: Ask, userId: string) =>
      (await mutate(ask, 'emailRecoveryLink', { userId })).data.emailRecoveryLink.errors[0];
    const { admin: there, service: at } = unmailed;
    const { id } = await graphql.createPerson(there, 'somebody');
    const before = await graphql.rowCounts(at.databaseUrl);
    expect(await refusal(there, id)).toMatchObject({
      code: 'MAIL_UNAVAILABLE',
      message: expect.stringContaining('SMTP_URL'),
    });
    expect(await graphql.rowCounts(at.databaseUrl)).toEqual(before);
    const who = await somebody();
    await ok(mutate(admin, 'updateUser', { userId: who.id, email: null }));
    expect(await refusal(admin, who.id)).toMatchObject({
      code: 'MAIL_UNAVAILABLE',
      message: expect.stringContaining('createRecoveryLink'),
    });
  });
});

describe('requestPasswordReset', () => {
  const ask = (email: string) => anybody('requestPasswordReset', { email });

  test('mails a link to the address, whatever case it is typed in', async () => {
    const who = await somebody();
    expect(codeOf(await ask(who.email.toUpperCase()))).toBeUndefined();
    const link = await nextLink(server, who.email);
    expect(await ofType(who.id, 'RECOVERY_REQUESTED')).toMatchObject([{ outcome: 'SUCCESS' }]);
    expect(await send(link, { newPassword: NEW })).toMatchObject({ status: 200 });
    expect(await enters(who.username, NEW)).toBe(true);
  });

  test('gives one answer, whatever there is under an address, and mails only where it may', async () => {
    const [known, locked, disabled, external, expired] = [
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
      await somebody(),
    ];
    await ok(mutate(admin, 'lockPassword', { userId: locked.id }));
    await ok(mutate(admin, 'disableUser', { userId: disabled.id }));
    await sql(`update users set source = 'EXTERNAL' where id = $1`, external.uuid);
    await sql('update users set expires_at = now() where id = $1', expired.uuid);
    expect(codeOf(await mutate(admin, 'createRecoveryLink', { userId: expired.id }, 'link'))).toBe('INVALID_STATE');
    const all = [known, locked, disabled, external, expired];
    const answers = await Promise.all(
      [...all.map(({ email }) => email), 'nobody@example.net', known.username + '@x.example'].map(ask),
    );
    expect(new Set(answers.map(({ text, status }) => `${status} ${text}`)).size).toBe(1);
    await server.next(known.email);
    const mails = await sql(
      `select address, kind from mails where address = any($1) and kind <> 'CREDENTIAL_CHANGED'`,
      [...all.map(({ email }) => email), 'nobody@example.net'],
    );
    expect(mails).toEqual([{ address: known.email, kind: 'RECOVERY' }]);
    const causes = [];
    for (const { id } of [locked, disabled, external, expired])
      causes.push(
        (await ofType(id, 'RECOVERY_REQUESTED')).map(({ outcome, details }) => `${outcome} ${details['cause']}`),
      );
    expect(causes).toEqual([
      ['FAILURE PASSWORD_LOCKED'],
      ['FAILURE DISABLED'],
      ['FAILURE EXTERNALLY_MANAGED'],
      ['FAILURE ACCOUNT_EXPIRED'],
    ]);
  });

  test('is a page too, to which the sign-in leads where mails are sent', async () => {
    const signInAt = async (client: graphql.Registered) => {
      let html = '';
      const asked = { ...client, redirectUri: REDIRECT_URI, onPage: (page: { html: string }) => (html = page.html) };
      await authorize(asked).catch(() => null);
      return html;
    };
    expect(await signInAt(web)).toMatch(/href="\/signin\/[\w-]+\/forgotten"/);
    const { admin: there, service: at } = unmailed;
    expect(await signInAt(await graphql.webApplication(at, there))).not.toContain('forgotten');
    expect(await open(`${at.url}/signin/forgotten`)).toMatchObject({ status: 404 });

    const page = new URL('/signin/forgotten', service.url);
    expect(await open(page)).toMatchObject({ status: 200, title: 'Forgot your password?' });
    const who = await somebody();
    const [known, unknown] = [
      await send(page, { email: who.email }),
      await send(page, { email: 'nobody@example.net' }),
    ];
    expect(known).toMatchObject({ status: 200, title: 'Check your e-mail' });
    expect(known.html.replaceAll(who.email, '')).toBe(unknown.html.replaceAll('nobody@example.net', ''));
    expect(await send(await nextLink(server, who.email), { newPassword: NEW })).toMatchObject({ status: 200 });
    expect(await enters(who.username, NEW)).toBe(true);
    const wrong = await send(page, { email: 'no address' });
    expect([wrong.status, wrong.html]).toEqual([400, expect.stringContaining('Enter a valid e-mail address.')]);
    for (let n = 0; n < 4; n += 1) await send(page, { email: who.email });
    expect(await send(page, { email: who.email })).toMatchObject({ status: 429 });
  });

  test('takes the same time for known and unknown addresses', async () => {
    const who = await somebody();
    const [known, unknown]: [number[], number[]] = [[], []];
    for (let n = 0; n < 5; n += 1) {
      known.push(await timed(() => ask(who.email)));
      unknown.push(await timed(() => ask(`nobody${n}@example.net`)));
    }
    expect(Math.abs(medianOf(known) - medianOf(unknown))).toBeLessThan(40);
  });

  test('is bounded for an address, known or not, and for a network', async () => {
    const who = await somebody();
    for (const email of [who.email, 'nobody-else@example.net']) {
      const codes = [];
      for (let n = 0; n < 6; n += 1) codes.push(codeOf(await ask(email)));
      expect(codes).toEqual([...Array<undefined>(5), 'RATE_LIMITED']);
    }
    const fromOne = asAnybody(service, () => '192.0.2.7');
    const codes = await Promise.all(
      Array.from({ length: 22 }, async (_, n) =>
        codeOf(await fromOne('requestPasswordReset', { email: `n${n}@example.net` })),
      ),
    );
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
  });

  test('is off without a mail server, and takes nothing that is no address', async () => {
    expect(codeOf(await asAnybody(unmailed.service)('requestPasswordReset', { email: 'nobody@example.net' }))).toBe(
      'MAIL_UNAVAILABLE',
    );
    expect(codeOf(await ask('a@b'))).toBeUndefined();
    for (const email of ['', 'nobody', 'a@b@c', 'a@example.com\r\nBcc: b@example.com']) {
      const answer = await ask(email);
      expect([email, graphql.codes(answer)[0] ?? codeOf(answer)]).toEqual([
        email,
        expect.stringMatching(/BAD_USER_INPUT|INVALID_INPUT/),
      ]);
    }
    expect(service.log()).not.toMatch(/"level":(50|60)/);
  });
});

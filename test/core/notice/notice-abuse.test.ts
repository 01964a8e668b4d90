/** Notices cannot be turned against the owner: no link goes to an address that others chose and replaced, and no noise hides what matters. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { PASSWORD } from '../../support/graphql';
import { hold } from '../../support/holding';
import { linkIn, type ReceivedMail } from '../../support/mail';
import { createApiToken, lockLinkIn, makeRole, somebody } from '../../support/notices';
import { mutate } from '../../support/pair';
import { open, send } from '../../support/registration';
import { byName, startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(60_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, sql, stop } = await startWithMail(await byName()));
  await makeRole(admin);
}, 60_000);
afterAll(() => stop?.());

const NEW = 'a wholly different secret';
const CHANGED = 'The e-mail address of your account was changed';
const person = () => somebody(service, admin, web);
const move = (id: string, email: string | null, more: object = {}) =>
  mutate(admin, 'updateUser', { userId: id, email, ...more }, '__typename');
const setPassword = (id: string, password = NEW) =>
  mutate(admin, 'setUserPassword', { userId: id, password }, '__typename');
/** The next mail to an address that says that. */
const next = (email: string, subject: string) => server.next(email, (mail) => mail.subject === subject);
const changeTold = (email: string) => next(email, CHANGED);
const passwordTold = (email: string) => next(email, 'Your password was changed');
const hasLink = (mail: ReceivedMail): boolean => mail.text.includes('/signin/lock-account');
const statusOf = (id: string) => graphql.statusOf(admin, id);
/** The owner proves an address: by the link that it was mailed. */
const recoverAt = async (email: string, newPassword: string): Promise<void> => {
  await anybody('requestPasswordReset', { email });
  const link = linkIn(await next(email, 'Reset your password'));
  expect((await send(link, { newPassword })).status).toBe(200);
};

describe('a link that locks the account', () => {
  test('does not go to an address that was set by somebody else and replaced; the address from before has one', async () => {
    const { id, email } = await person();
    const evil = `evil.${email}`;
    await move(id, evil);
    expect(hasLink(await changeTold(email))).toBe(true);
    expect(hasLink(await changeTold(evil))).toBe(false);
    await move(id, email);
    expect(hasLink(await changeTold(evil))).toBe(false);
    // However often: the owner's address stays the owner's.
    await changeTold(email);
    await move(id, evil);
    const link = lockLinkIn(await changeTold(email));
    expect((await send(link, {})).status).toBe(200);
    expect(await statusOf(id)).toBe('DISABLED');
  });

  test('is no better for an address that was called verified by whoever set it', async () => {
    const { id, email } = await person();
    const evil = `called.${email}`;
    await move(id, evil, { emailVerified: true });
    await changeTold(evil);
    await move(id, email);
    expect(hasLink(await changeTold(evil))).toBe(false);
  });

  test('is over with an address that nobody has proved: while it is the account’s, the link works', async () => {
    const { id, email } = await person();
    const evil = `for-now.${email}`;
    await move(id, evil);
    await setPassword(id);
    const link = lockLinkIn(await passwordTold(evil));
    expect((await open(link)).status).toBe(200);
    await move(id, email);
    for (const page of [await open(link), await send(link, {})])
      expect([page.status, page.title]).toEqual([410, 'This link does not work']);
    expect(await statusOf(id)).toBe('ACTIVE');
    await move(id, evil);
    expect((await send(link, {})).status).toBe(200);
    expect(await statusOf(id)).toBe('DISABLED');
  });

  test('is over, too, where the address changes while the link is being used', async () => {
    const { id, email } = await person();
    const evil = `racing.${email}`;
    await move(id, evil);
    await setPassword(id);
    const link = lockLinkIn(await passwordTold(evil));
    const held = await hold(service);
    await held.run('update users set email = $2, email_key = $2 where id = $1', decodeId('User', id), email);
    const page = send(link, {});
    await held.blocks();
    await held.commit();
    expect((await page).status).toBe(410);
    expect(await statusOf(id)).toBe('ACTIVE');
  });

  test('goes to a later address too, once its owner has used a link that was mailed there', async () => {
    const { id, email } = await person();
    const later = `later.${email}`;
    await move(id, later);
    await changeTold(later);
    await recoverAt(later, NEW);
    const link = lockLinkIn(await passwordTold(later));
    await move(id, `third.${email}`);
    expect(hasLink(await changeTold(later))).toBe(true);
    expect((await send(link, {})).status).toBe(200);
    expect(await statusOf(id)).toBe('DISABLED');
  });

  test('does not go to the first address of an account that was made without one, once it is replaced', async () => {
    const input = { username: 'unaddressed', password: PASSWORD };
    const { user } = await mutate(admin, 'createUser', input, 'user { id }');
    await move(user.id, 'set-later@example.com');
    await setPassword(user.id);
    const link = lockLinkIn(await passwordTold('set-later@example.com'));
    await move(user.id, 'own@example.com');
    expect(hasLink(await changeTold('set-later@example.com'))).toBe(false);
    expect((await open(link)).status).toBe(410);
  });
});

describe('nothing hides that a password was changed:', () => {
  test('not the API tokens of a service account, about which there is room for twenty mails', async () => {
    const { id, email } = await person();
    const { user } = await mutate(admin, 'createServiceAccount', { username: 'noisy', ownerId: id }, 'user { id }');
    for (let n = 0; n < 22; n += 1) await createApiToken(admin, user.id);
    await setPassword(id);
    expect(hasLink(await passwordTold(email))).toBe(true);
    const about = server.to(email).filter(({ text }) => text.includes('“noisy”'));
    expect(about).toHaveLength(21);
  });

  test('not the API tokens of the account itself, nor another account of the owner what happens to one', async () => {
    const { id, email, ask } = await person();
    for (let n = 0; n < 22; n += 1) await createApiToken(ask, id);
    await setPassword(id);
    expect(hasLink(await passwordTold(email))).toBe(true);
    const { user } = await mutate(admin, 'createServiceAccount', { username: 'quiet', ownerId: id }, 'user { id }');
    await createApiToken(admin, user.id);
    const told = await server.next(email, ({ text }) => text.includes('“quiet”'));
    expect(hasLink(told)).toBe(true);
  });

  test('a person with many service accounts gets at most a hundred mails an hour about them', async () => {
    const { id, email } = await person();
    for (let n = 0; n < 6; n += 1) {
      const input = { username: `swarm${n}`, ownerId: id };
      const { user } = await mutate(admin, 'createServiceAccount', input, 'user { id }');
      for (let m = 0; m < 21; m += 1) await createApiToken(admin, user.id);
    }
    await setPassword(id);
    await passwordTold(email);
    const about = await sql(`select 1 from mails where address = $1`, email);
    expect(about).toHaveLength(100 + 1);
  });

  test('what matters has a bound of its own, and a mail says when it is reached', async () => {
    const { id, email } = await person();
    for (let n = 0; n < 24; n += 1) {
      await mutate(admin, 'lockPassword', { userId: id }, '__typename');
      await mutate(admin, 'unlockPassword', { userId: id }, '__typename');
    }
    const more = await next(email, 'More changes to your account');
    expect(hasLink(more)).toBe(true);
    const mails = await sql(`select 1 from mails where address = $1`, email);
    expect(mails).toHaveLength(41);
  });
});

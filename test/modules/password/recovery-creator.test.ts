/** A recovery link that an administrator made works only while they could still make it; one that its owner asked for is the owner's. */
import * as graphql from '../../support/graphql';
import { ok } from '../../support/graphql';
import { hold } from '../../support/holding';
import { mutate } from '../../support/mutate';
import { nextLink, open, send } from '../../support/registration';
import { startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(40_000);

let { server, service, admin, web, anybody, stop } = {} as WithMail;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, stop } = await startWithMail());
  await graphql.createRole(admin, 'Helpers', ['USERS_READ', 'USERS_SET_PASSWORD']);
}, 60_000);
afterAll(() => stop?.());
afterEach(() => expect(service.log()).not.toMatch(/"level":(50|60)/));

const NEW = 'a wholly different secret';
const person = (...roles: string[]) => graphql.createPerson(admin, graphql.newName('person'), ...roles);
const helper = async (...roles: string[]) => {
  const who = await person(...roles);
  return { who, ask: await graphql.signedIn(service, web, who.username, 'openid admin') };
};
const shownTo = async (ask: graphql.Ask, { id }: graphql.Person): Promise<URL> =>
  new URL((await ok(mutate(ask, 'createRecoveryLink', { userId: id }, 'link'))).createRecoveryLink.link as string);
const mailedBy = async (ask: graphql.Ask, { id, email }: graphql.Account): Promise<URL> => {
  await ok(mutate(ask, 'emailRecoveryLink', { userId: id }));
  return nextLink(server, email);
};
const use = (link: URL) => send(link, { newPassword: NEW });
const isOver = async (link: URL) => {
  expect(await open(link)).toMatchObject({ status: 410 });
  expect(await use(link)).toMatchObject({ status: 410 });
};

const ENDINGS: [string, (who: graphql.Person) => Promise<unknown>][] = [
  ['was disabled', ({ id }) => mutate(admin, 'disableUser', { userId: id })],
  ['lost the role', ({ id }) => mutate(admin, 'unassignRole', { userId: id, role: 'Helpers' })],
  [
    'was deleted',
    async ({ id }) => {
      await mutate(admin, 'disableUser', { userId: id });
      await mutate(admin, 'deleteUser', { userId: id });
    },
  ],
];

test.each(ENDINGS)('of an administrator who %s it is over, shown or mailed', async (_name, end) => {
  const { who, ask } = await helper('Helpers');
  const [shown, mailed] = [await shownTo(ask, await person()), await mailedBy(ask, await person())];
  expect((await open(shown)).status).toBe(200);
  await end(who);
  await isOver(shown);
  await isOver(mailed);
});

test('it works while they could still make it', async () => {
  const { ask } = await helper('Helpers');
  expect(await use(await shownTo(ask, await person()))).toMatchObject({ status: 200 });
  expect(await use(await mailedBy(ask, await person()))).toMatchObject({ status: 200 });
});

test('one that the user asked for stays, whoever else is disabled meanwhile', async () => {
  const { who, ask } = await helper('Helpers');
  const owner = await person();
  const former = await shownTo(ask, owner);
  expect((await anybody('requestPasswordReset', { email: owner.email })).errors).toEqual([]);
  const asked = await nextLink(server, owner.email);
  await mutate(admin, 'disableUser', { userId: who.id });
  await isOver(former);
  expect(await use(asked)).toMatchObject({ status: 200 });
});

test('one that was shown is over once the user holds more than whoever made it', async () => {
  const { ask } = await helper('Helpers');
  const owner = await person();
  const link = await shownTo(ask, owner);
  await graphql.assign(admin, { userId: owner.id, role: 'ADMIN' });
  await isOver(link);
});

test('one made through an application that was disabled since is over', async () => {
  const client = await graphql.webApplication(service, admin, 'Console');
  const boss = await person('ADMIN');
  const ask = await graphql.signedIn(service, client, boss.username, 'openid admin');
  const link = await shownTo(ask, await person());
  await mutate(admin, 'disableApplication', { applicationId: client.applicationId });
  await isOver(link);
});

test('using it waits for an end of its creator that is under way, and then sets no password', async () => {
  const { who, ask } = await helper('Helpers');
  const owner = await person();
  const link = await shownTo(ask, owner);
  const end = await hold(service);
  await end.run('update users set disabled_at = now() where id = $1', who.uuid);
  const using = use(link);
  await end.blocks();
  await end.commit();
  expect(await using).toMatchObject({ status: 410 });
  await expect(graphql.tokensOf(web, owner.username, 'openid self')).resolves.toBeDefined();
});

test('using it that has passed the page looks again under the locks', async () => {
  // The owner's row comes first in the order of locks: what waits for it has not locked its creator yet.
  const owner = await person();
  const { who, ask } = await helper('Helpers');
  const link = await shownTo(ask, owner);
  const row = await hold(service);
  await row.run('select 1 from users where id = $1 for update', owner.uuid);
  const using = use(link);
  await row.blocks();
  await mutate(admin, 'disableUser', { userId: who.id });
  await row.commit();
  expect(await using).toMatchObject({ status: 410 });
  await expect(graphql.tokensOf(web, owner.username, 'openid self')).resolves.toBeDefined();
});

/** An invitation is accepted only while whoever made or resent it could still make it: by its page, by the mutation, and in its mail. */
import { decodeId } from '../../../src/platform/type-id';
import { clientCredentials } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { newName, ok, PASSWORD } from '../../support/graphql';
import { hold } from '../../support/holding';
import { retryNow, until } from '../../support/jobs';
import { mutate, refusal, type Refused, refusalsOf } from '../../support/mutate';
import { nextLink, open, send } from '../../support/registration';
import { startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(40_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, sql, stop } = await startWithMail());
  await graphql.createRole(admin, 'Inviters', ['USERS_READ', 'USERS_CREATE']);
}, 60_000);
afterAll(() => stop?.());
beforeEach(() => sql('delete from throttles'));
afterEach(() => expect(service.log()).not.toMatch(/"level":(50|60)/));

const person = (...roles: string[]) => graphql.createPerson(admin, newName(), ...roles);
const asPerson = ({ username }: graphql.Person, client = web) =>
  graphql.signedIn(service, client, username, 'openid admin');

interface Invited {
  id: string;
  link: URL;
  email: string | null;
}
const invite = async (ask: graphql.Ask, input: object = {}): Promise<Invited> => {
  const { inviteUser } = await ok(mutate(ask, 'inviteUser', { ...input }, 'invitation { id email } link'));
  const { id, email } = inviteUser.invitation as { id: string; email: string | null };
  return { id, email, link: email ? await nextLink(server, email) : new URL(inviteUser.link as string) };
};
const accept = async ({ link }: Invited, username = newName()): Promise<Refused | null> => {
  const input = { invitation: link.searchParams.get('link')!, username, password: PASSWORD };
  return refusalsOf(await anybody('acceptInvitation', input))[0] ?? null;
};
const TITLE = 'This invitation is no longer valid';
const isRefused = async (invited: Invited) => {
  const username = newName();
  expect(await accept(invited, username)).toMatchObject({
    ...{ code: 'INVALID_STATE', path: ['input', 'invitation'] },
    message: expect.stringMatching(/no longer valid.*new invitation/) as string,
  });
  expect(await open(invited.link)).toMatchObject({ status: 410, title: TITLE });
  expect(await send(invited.link, { username, password: PASSWORD })).toMatchObject({ status: 410, title: TITLE });
  expect(await sql('select 1 from users where username_key = $1', username)).toEqual([]);
};

const ENDINGS: [string, () => Promise<{ ask: graphql.Ask; end(): Promise<unknown> }>][] = [
  [
    'was disabled',
    async () => {
      const boss = await person('ADMIN');
      return { ask: await asPerson(boss), end: () => mutate(admin, 'disableUser', { userId: boss.id }) };
    },
  ],
  [
    'lost the role',
    async () => {
      const boss = await person('Inviters');
      const end = () => ok(mutate(admin, 'unassignRole', { userId: boss.id, role: 'Inviters' }));
      return { ask: await asPerson(boss), end };
    },
  ],
  [
    'used an application that was disabled',
    async () => {
      const client = await graphql.webApplication(service, admin, 'Console');
      const ask = await asPerson(await person('ADMIN'), client);
      return { ask, end: () => mutate(admin, 'disableApplication', { applicationId: client.applicationId }) };
    },
  ],
  [
    'is a service whose scope was taken away',
    async () => {
      const input = { name: newName(), kind: 'MACHINE', scopes: ['users:create'] };
      const { issuer, clientId, clientSecret, applicationId } = await graphql.createApplication(service, admin, input);
      const options = { issuer, clientId, clientSecret };
      const { access_token } = await clientCredentials(options, { scope: 'users:create' });
      const end = () => ok(mutate(admin, 'updateApplication', { applicationId, scopes: ['users:read'] }));
      return { ask: graphql.as(service, access_token), end };
    },
  ],
];

describe.each(ENDINGS)('of one who %s', (_name, make) => {
  test('neither the page nor the mutation accepts it, by mail or by a link', async () => {
    const { ask, end } = await make();
    const email = `${newName()}@example.org`;
    const [shown, mailed, early] = [await invite(ask), await invite(ask, { email }), await invite(ask)];
    expect(await accept(early)).toBeNull();
    await end();
    await isRefused(shown);
    await isRefused(mailed);
  });
});

test('of one who was deleted there is none any more', async () => {
  const boss = await person('ADMIN');
  const invited = await invite(await asPerson(boss));
  await mutate(admin, 'disableUser', { userId: boss.id });
  await mutate(admin, 'deleteUser', { userId: boss.id });
  expect(await accept(invited)).toMatchObject({ code: 'NOT_FOUND' });
  expect(await open(invited.link)).toMatchObject({ status: 410 });
});

test('is an event where it was refused, with the cause', async () => {
  const boss = await person('ADMIN');
  const email = `${newName()}@example.org`;
  const invited = await invite(await asPerson(boss), { email });
  await mutate(admin, 'disableUser', { userId: boss.id });
  await accept(invited);
  const { user } = await ok(admin('query ($email: String!) { user(by: { email: $email }) { id } }', { email }));
  const { events } = await ok(
    admin(
      'query ($id: ID!) { events(filter: { userId: $id, type: [INVITATION_ACCEPTED] }) { nodes { outcome details } } }',
      { id: user.id },
    ),
  );
  expect(events.nodes).toEqual([{ outcome: 'FAILURE', details: { invitationId: invited.id, cause: 'CREATOR_ENDED' } }]);
});

test('resent by somebody entitled it is theirs, and accepted', async () => {
  const boss = await person('ADMIN');
  const email = `${newName()}@example.org`;
  const invited = await invite(await asPerson(boss), { email });
  await mutate(admin, 'disableUser', { userId: boss.id });
  await isRefused(invited);
  const other = await person('Inviters');
  const { resendInvitation } = await ok(
    mutate(
      await asPerson(other),
      'resendInvitation',
      { invitationId: invited.id },
      'invitation { creator { ... on User { username } } }',
    ),
  );
  expect(resendInvitation.invitation.creator).toEqual({ username: other.username });
  const link = await nextLink(server, email);
  expect(await send(link, { username: newName(), password: PASSWORD })).toMatchObject({ status: 200 });
});

test('whoever resends it answers for it: what the first creator may have lost they must hold', async () => {
  const { createGroup } = await ok(
    mutate(admin, 'createGroup', { name: 'Partners', rule: { path: 'partners' } }, 'group { id }'),
  );
  await graphql.assign(admin, { groupId: createGroup.group.id, role: 'ADMIN' });
  const boss = await person('ADMIN');
  const email = `${newName()}@example.org`;
  const input = { email, path: 'partners' };
  const invited = await invite(await asPerson(boss), input);
  const small = await asPerson(await person('Inviters'));
  expect(await refusal(small, 'resendInvitation', { invitationId: invited.id })).toBe('FORBIDDEN');
  const { node } = await ok(
    small('query ($id: ID!) { node(id: $id) { ... on Invitation { viewerCanResend { allowed code } } } }', {
      id: invited.id,
    }),
  );
  expect(node.viewerCanResend).toEqual({ allowed: false, code: 'FORBIDDEN' });
  // The creator keeps the right to invite, and no longer holds the role that a rule would give.
  await ok(mutate(admin, 'assignRole', { userId: boss.id, role: 'Inviters' }));
  await ok(mutate(admin, 'unassignRole', { userId: boss.id, role: 'ADMIN' }));
  await isRefused(invited);
  const elsewhere = await invite(await asPerson(boss));
  expect(await accept(elsewhere)).toBeNull();
});

test('a mail that still waits is not sent', async () => {
  const boss = await person('ADMIN');
  const email = `${newName()}@example.org`;
  server.refuse((to) => (to === email ? 451 : null));
  const input = { email };
  const ask = await asPerson(boss);
  const { inviteUser } = await ok(mutate(ask, 'inviteUser', input, 'user { id }'));
  const statusOf = async () =>
    (
      await ok(
        admin('query ($id: ID!) { mails(filter: { userId: $id }) { nodes { status } } }', { id: inviteUser.user.id }),
      )
    ).mails.nodes[0]?.status as string;
  const tried = async () =>
    (await sql(`select 1 from graphile_worker.jobs where attempts > 0 and locked_at is null`))[0];
  await until(tried, 'the mail was tried');
  await mutate(admin, 'disableUser', { userId: boss.id });
  server.refuse(() => null);
  await retryNow(service);
  await until(async () => (await statusOf()) !== 'QUEUED', 'the mail is over');
  expect(server.to(email)).toEqual([]);
});

test('accepting waits for an end of the creator that is under way, and is then refused', async () => {
  for (const input of [{}, { email: `${newName()}@example.org` }]) {
    const boss = await person('ADMIN');
    const invited = await invite(await asPerson(boss), input);
    const end = await hold(service);
    await end.run('update users set disabled_at = now() where id = $1', decodeId('User', boss.id));
    const accepting = accept(invited);
    await end.blocks();
    await end.commit();
    expect(await accepting).toMatchObject({ code: 'INVALID_STATE' });
  }
});

test('accepting that has passed the first look looks again under the locks', async () => {
  // The invited user's row comes first in the order of locks: what waits for it has not locked the creator yet.
  const email = `${newName()}@example.org`;
  const invited = await invite(admin, { email });
  const boss = await person('ADMIN');
  await ok(mutate(await asPerson(boss), 'resendInvitation', { invitationId: invited.id }));
  const link = await nextLink(server, email);
  const row = await hold(service);
  await row.run('select 1 from users where email_key = $1 for update', email);
  const accepting = accept({ ...invited, link });
  await row.blocks();
  await mutate(admin, 'disableUser', { userId: boss.id });
  await row.commit();
  expect(await accepting).toMatchObject({ code: 'INVALID_STATE' });
  expect(await sql('select onboarding from users where email_key = $1', email)).toEqual([{ onboarding: 'INVITED' }]);
});

test('of ten accepted while their creators are disabled, none is accepted after that', async () => {
  const rounds = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const boss = await person('ADMIN');
      return { boss, invited: await invite(await asPerson(boss)), username: newName() };
    }),
  );
  await Promise.all(
    rounds.flatMap(({ boss, invited, username }) => [
      accept(invited, username),
      mutate(admin, 'disableUser', { userId: boss.id }),
    ]),
  );
  const late = await sql(
    `select 1 from events a join invitations i on a.details->>'invitationId' is not null and i.created_by_user_id = any($1::uuid[])
     join events d on d.user_id = i.created_by_user_id and d.type = 'USER_DISABLED'
     where a.type = 'INVITATION_ACCEPTED' and a.outcome = 'SUCCESS' and a.user_id = i.user_id and a.id > d.id`,
    rounds.map(({ boss }) => decodeId('User', boss.id)),
  );
  expect(late).toEqual([]);
});

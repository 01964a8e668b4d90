/** docs/administer.md is true: an administrator who is signed in runs its operations in order, and each does what the page says. */
import * as graphql from '../support/graphql';
import { DocumentPage } from '../support/page-code';
import { operationsIn, runOperation, type Values } from '../support/page-operations';
import { startWithAdmin, type WithAdmin } from '../support/start';

const page = new DocumentPage('docs/administer.md');

let { service, admin, stop } = {} as WithAdmin;
let ask: graphql.Ask;
beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  const console = await graphql.createApplication(service, admin, {
    ...{ name: 'Playground', kind: 'WEB', scopes: ['openid', 'admin'], redirectUris: [graphql.REDIRECT_URI] },
  });
  const { username, password } = service.admin;
  ask = graphql.as(service, (await graphql.tokensOf(console, username, 'openid admin', password)).access_token);
});
afterAll(() => stop?.());

test('its operations, in order', async () => {
  const bob = await graphql.createPerson(admin, 'bob');
  const values: Values = {
    "Bob's id": bob.id,
    'the end of her last day': new Date(Date.now() + 86_400_000).toISOString(),
  };
  const answers: Record<string, graphql.Answer['data']> = {};
  for (const operation of operationsIn(page.blocks)) {
    const { name } = operation;
    if (name === 'WhereCanSheGetIn') {
      await graphql.ok(
        admin(`mutation ($input: SetUserPasswordInput!) { setUserPassword(input: $input) { ${graphql.ERRORS} } }`, {
          input: { userId: values["Alice's id"], password: graphql.PASSWORD },
        }),
      );
      const web = await graphql.webApplication(service, admin);
      await graphql.tokensOf(web, 'alice', 'openid self');
    }
    const data = (answers[name] = await runOperation(page, ask, operation, values));
    if (name === 'AddAPerson') values["Alice's id"] = data.createUser.user.id;
    if (name === 'WhereCanSheGetIn') values["the session's id"] = data.users.nodes[0].sessions.nodes[0].id;
  }

  expect(answers.AddAPerson.createUser.user).toMatchObject({
    username: 'alice',
    status: 'ACTIVE',
    path: 'berlin/sales',
  });
  expect(answers.ALinkForHer.createRecoveryLink.link).toMatch(/^http/);
  expect(answers.OnTheFolder.assignRole.user.effectiveRoles).toContainEqual({
    role: { name: 'Access desk' },
    assignments: [{ on: { path: 'berlin' } }],
  });
  const [alice] = answers.WhereCanSheGetIn.users.nodes;
  expect(alice).toMatchObject({
    ...{ username: 'alice', sessions: { totalCount: 1 }, tokens: { totalCount: 1 } },
    viewerCanDisable: { allowed: true },
  });
  expect(answers.EndASession.revokeSession.revocation.counts).toMatchObject({ sessions: 1, accessTokens: 1 });
  expect(answers.DisableHer.disableUser).toMatchObject({
    user: { status: 'DISABLED' },
    revocation: { counts: { users: 1 } },
  });
  expect(answers.EnableHer.enableUser.user.status).toBe('ACTIVE');
  expect(answers.HerLastDay.scheduleOffboarding.user.offboarding.action).toBe('DISABLE');
  expect(answers.AskForANewPassword.requirePasswordChange.user.passwordChangeRequiredAt).toEqual(expect.any(String));
  const types = answers.WhatHappened.events.nodes.map(({ type }: { type: string }) => type);
  expect(types).toEqual(expect.arrayContaining(['USER_CREATED', 'SESSION_REVOKED', 'USER_DISABLED', 'USER_ENABLED']));
  expect(answers.ShorterSessions.updateSettings.settings.sessionsIdleLifetime.value).toBe(28_800);
});

test('runs every block', () => expect(page.left).toEqual([]));

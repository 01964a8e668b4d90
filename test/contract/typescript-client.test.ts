/** clients/typescript, built as `npm run client` builds it, against a running service. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSchema, isAbstractType } from 'graphql';
import { readPage } from '../support/page-code';
import * as graphql from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

type Client = typeof import('../../clients/typescript/src/index.js', { with: { 'resolution-mode': 'import' } });

const ROOT = resolve(__dirname, '../..');

let client: Client;
let directory: string;
let started: WithAdmin;
let url: string;
let mine: string;
let other: string;
let staff: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'castellan-client-'));
  execFileSync(process.execPath, [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    ...['-p', join(ROOT, 'clients/typescript'), '--outDir', directory],
  ]);
  client = (await import(join(directory, 'index.js'))) as Client;
  started = await startWithAdmin();
  const { service, admin } = started;
  url = `${service.address}/graphql`;
  const web = await graphql.webApplication(service, admin);
  await graphql.createPerson(admin, 'alice');
  [mine, other] = (
    await Promise.all([graphql.tokensOf(web, 'alice', 'openid self'), graphql.tokensOf(web, 'alice', 'openid self')])
  ).map(({ access_token }) => access_token) as [string, string];
  staff = await graphql.adminToken(service);
});
afterAll(async () => {
  await started?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

/** What a promise is rejected with. */
const failure = async (promise: Promise<unknown>): Promise<InstanceType<Client['CastellanError']>> => {
  const error = await promise.then(
    () => new Error('it was not rejected'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof client.CastellanError)) throw error;
  return error;
};

test('a user sees their sessions, ends another one, and gets it back with its new status', async () => {
  const { request, orThrow } = client;
  const { viewer } = await request(url, mine, client.MySessionsDocument);
  const sessions = viewer!.user!.sessions.nodes;
  expect(sessions.map(({ current, status }) => [current, status]).sort()).toEqual([
    ...[[false, 'ACTIVE']],
    ...[[true, 'ACTIVE']],
  ]);
  const sessionId = sessions.find(({ current }) => !current)!.id;
  const { revokeSession } = await request(url, mine, client.RevokeSessionDocument, { input: { sessionId } });
  const { session, revocation } = orThrow(revokeSession);
  const status: 'ACTIVE' | 'ENDED' | 'EXPIRED' = session!.status;
  expect([session!.id, status, session!.endReason]).toEqual([sessionId, 'ENDED', 'REVOKED']);
  expect(revocation!.counts).toMatchObject({ sessions: 1, accessTokens: 1 });

  const left = await request(url, mine, client.MySessionsDocument, { first: 1 });
  expect(left.viewer!.user!.sessions.nodes.map(({ current }) => current)).toEqual([true]);
  const dead = await failure(request(url, other, client.ViewerDocument));
  expect([dead.code, dead.status]).toEqual(['UNAUTHENTICATED', 401]);
});

test('the other lists of a user', async () => {
  const { request, orThrow } = client;
  const { viewer } = await request(url, mine, client.ViewerDocument);
  expect(viewer).toMatchObject({ kind: 'USER', user: { username: 'alice' } });
  const tokens = (await request(url, mine, client.MyTokensDocument)).viewer!.user!.tokens;
  expect(tokens.nodes.map(({ kind, status }) => [kind, status])).toEqual([['ACCESS', 'ACTIVE']]);
  expect((await request(url, mine, client.MyDevicesDocument)).viewer!.user!.devices.totalCount).toBe(0);
  const [consent] = (await request(url, mine, client.MyConsentsDocument)).viewer!.user!.consents.nodes;
  const dryRun = { input: { consentId: consent!.id, dryRun: true } };
  const { revokeConsent } = await request(url, mine, client.RevokeConsentDocument, dryRun);
  expect(orThrow(revokeConsent)).toMatchObject({ consent: { id: consent!.id }, revocation: { dryRun: true } });
});

test('an administrator finds, creates, disables and enables a user, and reads the receipt', async () => {
  const { request, orThrow } = client;
  const { createUser } = await request(url, staff, client.CreateUserDocument, { input: { username: 'bob' } });
  expect(orThrow(createUser).user).toMatchObject({ username: 'bob', status: 'ACTIVE' });
  const { users } = await request(url, staff, client.FindUsersDocument, { filter: { search: 'alice' } });
  const userId = users.nodes[0]!.id;
  const preview = await request(url, staff, client.DisableUserDocument, { input: { userId, dryRun: true } });
  expect(orThrow(preview.disableUser).revocation!.counts.sessions).toBe(1);
  const detail = await request(url, staff, client.UserDetailDocument, { by: { id: userId } });
  expect(detail.user).toMatchObject({
    status: 'ACTIVE',
    sessions: { totalCount: 1 },
    viewerCanDisable: { allowed: true },
  });

  const sessionIds = detail.user!.sessions.nodes.map(({ id }) => id);
  const { revokeSessions } = await request(url, staff, client.RevokeSessionsDocument, { input: { sessionIds } });
  expect(orThrow(revokeSessions).results).toEqual([{ id: sessionIds[0], changed: true, errors: [] }]);
  const receipt = await request(url, staff, client.ReceiptItemsDocument, { id: revokeSessions.revocation!.id });
  expect(receipt.revocation!.items.nodes).toContainEqual(
    expect.objectContaining({
      ...{ type: 'SESSION', itemId: sessionIds[0] },
      object: { __typename: 'Session', id: sessionIds[0], sessionStatus: 'ENDED' },
    }),
  );

  const disabled = await request(url, staff, client.DisableUserDocument, { input: { userId } });
  expect(orThrow(disabled.disableUser).user!.status).toBe('DISABLED');
  const enabled = await request(url, staff, client.EnableUserDocument, { input: { userId } });
  expect(orThrow(enabled.enableUser).user!.status).toBe('ACTIVE');
  const { applications } = await request(url, staff, client.ApplicationsDocument);
  expect(applications.totalCount).toBeGreaterThan(1);
  const { events } = await request(url, staff, client.EventsDocument, { filter: { userId, type: ['USER_DISABLED'] } });
  expect(events.nodes).toHaveLength(1);
  const { explainToken } = await request(url, staff, client.ExplainTokenValueDocument, { input: { token: mine } });
  expect(orThrow(explainToken).explanation!.live).toBe(false);
});

test('a refusal is a value, and an exception for those who want one', async () => {
  const input = { userId: 'usr_nobody' };
  const { disableUser } = await client.request(url, staff, client.DisableUserDocument, { input });
  expect(disableUser.errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'userId'] }]);
  const refused = await failure(Promise.resolve().then(() => client.orThrow(disableUser)));
  expect([refused.code, refused.argument, refused.status]).toEqual(['NOT_FOUND', ['input', 'userId'], null]);
});

test('an error of the response is an exception with its code, its value and its status', async () => {
  const tooMany = await failure(client.request(url, staff, client.FindUsersDocument, { first: 1_000 }));
  expect([tooMany.code, tooMany.argument, tooMany.errors[0]!.path]).toEqual(['BAD_USER_INPUT', ['first'], ['users']]);
  const nobody = await failure(client.request(url, null, client.FindUsersDocument));
  expect([nobody.code, nobody.status]).toEqual(['UNAUTHENTICATED', 200]);
  const elsewhere = await failure(client.request(`${started.service.address}/livez`, null, client.ViewerDocument));
  expect(elsewhere.code).toBe('UNAVAILABLE');
});

test('possibleTypes has every interface and union of the schema, with all their types', () => {
  const schema = buildSchema(readPage('schema.graphql'));
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  expect(client.possibleTypes).toEqual(
    Object.fromEntries(abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)])),
  );
  expect(client.possibleTypes.MutationError!.toSorted()).toEqual([
    'AffectedUsersChanged',
    'CountMismatch',
    'OperationRefused',
    'PlanDrifted',
    'VersionConflict',
  ]);
});

/** Checked by `npm run types`, never called. */
export const wrong = [
  // @ts-expect-error a required variable is missing
  () => client.request(url, mine, client.RevokeSessionDocument),
  // @ts-expect-error there is no such variable
  () => client.request(url, mine, client.MySessionsDocument, { last: 1 }),
  async () => {
    const { viewer } = await client.request(url, mine, client.MySessionsDocument);
    // @ts-expect-error times are text
    return viewer?.user?.sessions.nodes[0]?.createdAt.getTime();
  },
];

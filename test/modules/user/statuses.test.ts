/** The life of an account as a table: each status against each operation on a user, with what it answers and the status that it leaves. */
import { secretHash } from '../../../src/platform/hash';
import { UserStatus } from '../../../src/schema/enums';
import * as graphql from '../../support/graphql';
import { type Account, type Answer, type Ask, newName, ok, PASSWORD } from '../../support/graphql';
import { allowImpersonation } from '../../support/impersonation';
import { codeOf, type Input, mutate, refusal } from '../../support/mutate';
import { allowRegistration, send } from '../../support/registration';
import { startWithMail, type WithMail } from '../../support/start';

let { service, admin, web, anybody, sql, stop } = {} as WithMail;
/** An administrator in person. */
let root: Ask;
beforeAll(async () => {
  ({ service, admin, web, anybody, sql, stop } = await startWithMail());
  await allowRegistration(admin);
  await allowImpersonation(admin);
  const { username } = await graphql.createPerson(admin, 'root', 'ADMIN');
  root = await graphql.signedIn(service, web, username, 'openid self admin');
}, 60_000);
afterAll(() => stop?.());

/** What an operation comes to: `done`, or why not. */
type Operation = (who: Account) => Promise<string>;

const outcomeOf = (answer: Answer) => codeOf(answer) ?? 'done';
const ask =
  (name: string, input: (who: Account) => Input): Operation =>
  async (who) =>
    outcomeOf(await mutate(admin, name, input(who)));
const askPublicly =
  (name: string, input: (who: Account) => Input): Operation =>
  async (who) =>
    outcomeOf(await anybody(name, input(who)));
const byId = ({ id }: Account) => ({ userId: id });
const byEmail = ({ email }: Account) => ({ email });

const SECRET = (who: Account) => `secret of ${who.uuid}`;
const LINK: Operation = async (who) => {
  await sql(
    `insert into links (id, user_id, purpose, email_key, hash, valid_until, created_at, expires_at)
     values (gen_random_uuid(), $1, 'CONFIRMATION', $2, $3, now() + interval '1 minute', now(), now() + interval '1 day')`,
    who.uuid,
    who.email,
    secretHash(SECRET(who)),
  );
  const url = new URL(`/signin/confirm?link=${encodeURIComponent(SECRET(who))}`, service.url);
  const { status } = await send(url, { password: PASSWORD });
  return status === 200 ? 'done' : String(status);
};
const RECOVERY: Operation = async (who) => {
  await sql(
    `insert into links (id, user_id, user_epoch, purpose, hash, valid_until, created_at, expires_at)
     select gen_random_uuid(), id, epoch, 'RECOVERY', $2, now() + interval '1 minute', now(), now() + interval '1 day' from users where id = $1`,
    who.uuid,
    secretHash(SECRET(who)),
  );
  const url = new URL(`/signin/recovery?link=${encodeURIComponent(SECRET(who))}`, service.url);
  const { status } = await send(url, { newPassword: 'another horse battery staple' });
  return status === 200 ? 'done' : String(status);
};
const INVITATION: Operation = async (who) => {
  await sql(
    `insert into invitations (id, user_id, email, email_key, hash, type, lifetime_seconds, created_by_application_id, created_at, expires_at)
     select gen_random_uuid(), $1, $2, $2, $3, 'INTERNAL', 600, id, now(), now() + interval '1 day' from applications where client_id = $4`,
    who.uuid,
    who.email,
    secretHash(SECRET(who)),
    service.client.client_id,
  );
  return askPublicly('acceptInvitation', () => ({ invitation: SECRET(who), password: PASSWORD }))(who);
};
const SIGN_IN: Operation = async ({ username }) => ((await graphql.enters(web, username)) ? 'done' : 'refused');

const IMPERSONATION: Operation = async ({ id }) =>
  (await refusal(root, 'impersonateUser', { userId: id, reason: 'a ticket' })) ?? 'done';

const STATUSES = Object.keys(UserStatus) as UserStatus[];
type Row = [operation: Operation, ...expected: Record<'answer' | 'status', string>[]];
/** In the order of the statuses: the answer, and the status after it where it is another. */
const row = (operation: Operation, ...cells: string[]): Row => [
  operation,
  ...cells.map((cell, i) => {
    const [answer, status] = cell.split(' → ');
    return { answer: answer!, status: status ?? STATUSES[i]! };
  }),
];
const NO = 'INVALID_STATE';
const TABLE: Record<string, Row> = {
  //                                               INVITED, PENDING_CONFIRMATION, PENDING_LOGIN, ACTIVE, DISABLED
  'signing in': row(SIGN_IN, 'refused', 'refused', 'done → ACTIVE', 'done', 'refused'),
  'the link of a confirmation': row(LINK, '410', 'done → PENDING_LOGIN', '410', '410', '410'),
  'an invitation': row(INVITATION, 'done → ACTIVE', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'),
  registerUser: row(
    askPublicly('registerUser', ({ email }) => ({ email, password: PASSWORD })),
    ...['done', 'done', 'done', 'done', 'done'],
  ),
  'resendConfirmation by anybody': row(
    askPublicly('resendConfirmation', byEmail),
    ...['done', 'done', 'done', 'done', 'done'],
  ),
  resendConfirmation: row(ask('resendConfirmation', byEmail), NO, 'done', NO, NO, NO),
  confirmUser: row(ask('confirmUser', byId), NO, 'done → PENDING_LOGIN', 'done', NO, NO),
  inviteUser: row(ask('inviteUser', byEmail), 'done', 'CONFLICT', 'CONFLICT', 'CONFLICT', 'CONFLICT'),
  disableUser: row(ask('disableUser', byId), NO, NO, 'done → DISABLED', 'done → DISABLED', 'done'),
  lockdownUser: row(
    ask('lockdownUser', (who) => ({ ...byId(who), reason: 'stolen' })),
    ...[NO, NO, 'done → DISABLED', 'done → DISABLED', 'done'],
  ),
  scheduleOffboarding: row(
    ask('scheduleOffboarding', (who) => ({ ...byId(who), action: 'DISABLE', dueAt: '2099-01-01T00:00:00Z' })),
    ...['done', 'done', 'done', 'done', 'done'],
  ),
  cancelOffboarding: row(ask('cancelOffboarding', byId), NO, NO, NO, NO, NO),
  'an end to the account': row(
    ask('updateUser', (who) => ({ ...byId(who), expiresAt: '2099-01-01T00:00:00Z' })),
    ...['done', 'done', 'done', 'done', 'done'],
  ),
  impersonateUser: row(IMPERSONATION, NO, NO, 'done', 'done', NO),
  enableUser: row(ask('enableUser', byId), NO, NO, 'done', 'done', 'done → ACTIVE'),
  deleteUser: row(ask('deleteUser', byId), 'done → gone', 'done → gone', 'done → gone', NO, 'done → gone'),
  updateUser: row(
    ask('updateUser', (who) => ({ ...byId(who), path: 'emea' })),
    ...['done', 'done', 'done', 'done', 'done'],
  ),
  setUserPassword: row(
    ask('setUserPassword', (who) => ({ ...byId(who), password: 'another horse battery staple' })),
    ...['done', 'done', 'done', 'done', 'done'],
  ),
  requirePasswordChange: row(ask('requirePasswordChange', byId), 'done', 'done', 'done', 'done', 'done'),
  lockPassword: row(ask('lockPassword', byId), 'done', 'done', 'done', 'done', 'done'),
  unlockPassword: row(ask('unlockPassword', byId), 'done', 'done', 'done', 'done', 'done'),
  createRecoveryLink: row(ask('createRecoveryLink', byId), NO, NO, 'done', 'done', NO),
  emailRecoveryLink: row(ask('emailRecoveryLink', byId), NO, NO, 'done', 'done', NO),
  requestPasswordReset: row(askPublicly('requestPasswordReset', byEmail), 'done', 'done', 'done', 'done', 'done'),
  'the link of a recovery': row(RECOVERY, '410', '410', 'done', 'done', '410'),
  exportUserData: row(ask('exportUserData', byId), 'done', 'done', 'done', 'done', 'done'),
  assignRole: row(
    ask('assignRole', (who) => ({ ...byId(who), role: 'HELPDESK' })),
    ...[NO, NO, NO, 'done', NO],
  ),
  createApiToken: row(
    ask('createApiToken', (who) => ({
      ...byId(who),
      ...{ name: 'Nightly', scopes: ['self'], expiresAt: new Date(Date.now() + 86_400_000) },
    })),
    ...[NO, NO, NO, NO, NO],
  ),
  revokeAllSessions: row(ask('revokeAllSessions', byId), 'done', 'done', 'done', 'done', 'done'),
};

const subject = async (status: UserStatus): Promise<Account> => {
  const who = await graphql.createPerson(admin, newName('subject'));
  if (status === 'DISABLED') await sql('update users set disabled_at = now() where id = $1', who.uuid);
  else await sql('update users set onboarding = $2 where id = $1', who.uuid, status === 'ACTIVE' ? null : status);
  return who;
};
const statusOf = async ({ id }: Account) => (await graphql.statusOf(admin, id)) ?? 'gone';

test.each(
  Object.entries(TABLE).flatMap(([name, [operation, ...expected]]) =>
    STATUSES.map((status, i) => [name, status, operation, expected[i]!] as const),
  ),
)('%s of one who is %s', async (_name, status, operation, expected) => {
  const who = await subject(status);
  expect(await statusOf(who)).toBe(status);
  const answer = await operation(who);
  expect({ answer, status: await statusOf(who) }).toEqual(expected);
});

test('what anybody is told nothing of, a mail tells: of each status the one that fits', async () => {
  const kinds: Record<string, string[]> = {};
  for (const status of STATUSES) {
    const who = await subject(status);
    await askPublicly('registerUser', ({ email }) => ({ email, password: PASSWORD }))(who);
    await askPublicly('resendConfirmation', byEmail)(who);
    await askPublicly('requestPasswordReset', byEmail)(who);
    const query = 'query ($id: ID!) { mails(filter: { userId: $id }) { nodes { kind } } }';
    kinds[status] = (await ok(admin(query, { id: who.id }))).mails.nodes.map(({ kind }: { kind: string }) => kind);
  }
  expect(kinds).toEqual({
    INVITED: ['ALREADY_REGISTERED'],
    PENDING_CONFIRMATION: ['CONFIRMATION', 'CONFIRMATION'],
    PENDING_LOGIN: ['RECOVERY', 'ALREADY_REGISTERED'],
    ACTIVE: ['RECOVERY', 'ALREADY_REGISTERED'],
    DISABLED: ['ALREADY_REGISTERED'],
  });
});

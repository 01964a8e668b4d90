/**
 * A key makes every mutation happen once: the same call again, at another process, gives the first answer and changes nothing; with another
 * input it is refused. And what ends something may be asked twice without a key.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, getNamedType, isObjectType } from 'graphql';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { allowImpersonation } from '../../support/impersonation';
import { enrolled, enrolment, newKey, signInOnPhone } from '../../support/phone';
import { until } from '../../support/jobs';
import { type Service, startService } from '../../support/service';
import { beginTotp, codeAt, enrolledTotp, strongTokens } from '../../support/totp';
import { upload } from '../../support/upload';

let first: Service;
let second: Service;
let admin: graphql.Ask;
let adminAtSecond: graphql.Ask;
let web: graphql.Registered;
beforeAll(async () => {
  const env = {
    PUSH_WEBHOOK_URL: 'http://127.0.0.1:9/',
    PUSH_WEBHOOK_SECRET: `whsec_${'A'.repeat(43)}=`,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'id@example.com',
  };
  first = await startService({ env });
  second = await startService({ beside: first, env });
  const token = await graphql.adminToken(first);
  admin = graphql.as(first, token);
  adminAtSecond = graphql.as(second, token);
  web = await graphql.webApplication(first, admin);
}, 60_000);
afterAll(async () => {
  await second?.stop();
  await first?.stop();
});

type Input = Record<string, unknown>;

let made = 0;
const person = () => graphql.createPerson(admin, `twice${(made += 1)}`);
const application = (kind = 'WEB') =>
  graphql.createApplication(first, admin, {
    name: `Twice ${(made += 1)}`,
    kind,
    firstParty: true,
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });
const serviceAccount = async (): Promise<string> => {
  const { createServiceAccount } = await graphql.ok(
    run('createServiceAccount')(admin, { username: `bot${(made += 1)}` }),
  );
  return createServiceAccount.user.id;
};
const SCOPE = 'openid offline_access self account';
const signedIn = async () => {
  const { id: userId, username } = await person();
  await graphql.tokensOf(web, username, SCOPE);
  return { userId };
};
/** The id of the newest row of a list that has something of this user. */
const newest = async (list: string, userId: string, filter = ''): Promise<string> =>
  (
    await graphql.ok(
      admin(`query ($id: ID!) { ${list}(first: 1, filter: { userId: $id ${filter} }) { nodes { id } } }`, {
        id: userId,
      }),
    )
  )[list].nodes[0].id;
const onDevice = async ({ id: userId, username }: graphql.Person) => {
  const mobile = await application('MOBILE');
  await graphql.tokensOf(await graphql.install(mobile, 'Phone'), username, SCOPE);
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { devices { nodes { device { id } } } } }', { id: userId }),
  );
  return { userId, deviceId: user.devices.nodes[0].device.id as string };
};
const role = () => graphql.createRole(admin, `Twice ${(made += 1)}`, ['USERS_READ']);
const group = async (): Promise<string> =>
  (await graphql.ok(run('createGroup')(admin, { name: `Twice ${(made += 1)}` }))).createGroup.group.id;
const disabled = async () => {
  const { id: userId } = await person();
  await graphql.ok(run('disableUser')(admin, { userId }));
  return { userId };
};
const withGrant = async () => {
  const { userId } = await signedIn();
  // A code that nobody exchanges: the exchanged one is put back, as if its client had never come.
  await graphql.sql(first.databaseUrl, 'update access_grants set consumed_at = null where user_id = $1', [
    decodeId('User', userId),
  ]);
  return { accessGrantId: await newest('accessGrants', userId) };
};

const ownToken = async ({ username }: graphql.Person) =>
  (await graphql.tokensOf(web, username, 'openid self account')).access_token;
/** Of an administrator in person. */
const rootToken = async () => {
  await allowImpersonation(admin);
  const { username } = await graphql.createPerson(admin, `root${(made += 1)}`, 'ADMIN');
  return (await graphql.tokensOf(web, username, 'openid self account admin')).access_token;
};
const withTotp = async () => {
  const owner = await person();
  const { id: authenticatorId, secret } = await enrolledTotp(graphql.as(first, await ownToken(owner)));
  return { authenticatorId, by: (await strongTokens(first, web, owner, secret)).access_token };
};
const invited = async (input: Input): Promise<string> =>
  (await graphql.ok(run('inviteUser')(admin, input))).inviteUser.invitation.id;

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const offboarding = { action: 'DISABLE', dueAt: '2099-01-01T00:00:00Z' };

/** What each mutation is asked, on things made for this one call; `by` is the token of who asks, where it is not the administrator. */
const INPUTS: Record<string, () => Promise<Input> | Input> = {
  createRole: () => ({ name: `Once ${(made += 1)}`, permissions: ['USERS_READ'] }),
  updateRole: async () => ({ roleId: await role(), description: 'another' }),
  deleteRole: async () => ({ roleId: await role() }),
  setResourceScopes: async () => ({ roleId: await role(), resourceScopes: [] }),
  createGroup: () => ({ name: `Once ${(made += 1)}` }),
  updateGroup: async () => ({ groupId: await group(), name: `Renamed ${(made += 1)}` }),
  deleteGroup: async () => ({ groupId: await group() }),
  addGroupMember: async () => ({ groupId: await group(), userId: (await person()).id }),
  removeGroupMember: async () => {
    const member = { groupId: await group(), userId: (await person()).id };
    await graphql.ok(run('addGroupMember')(admin, member));
    return member;
  },
  assignRole: async () => ({ userId: (await person()).id, role: 'OPERATOR' }),
  createApplication: () => ({ name: `Once ${(made += 1)}`, kind: 'WEB', redirectUris: [graphql.REDIRECT_URI] }),
  createUser: () => ({ username: `once${(made += 1)}`, password: graphql.PASSWORD }),
  createServiceAccount: () => ({ username: `once${(made += 1)}` }),
  createApiToken: async () => ({
    userId: await serviceAccount(),
    name: 'Nightly',
    scopes: ['self'],
    expiresAt: tomorrow(),
  }),
  exportUserData: async () => ({ userId: (await person()).id }),
  importUsers: async () => {
    const line = `{"username":"imported${(made += 1)}"}`;
    return { importId: (await upload(first, await graphql.adminToken(first), 'format=json-lines', line)).import.id };
  },
  discardImport: async () => {
    const line = `{"username":"discarded${(made += 1)}"}`;
    return { importId: (await upload(first, await graphql.adminToken(first), 'format=json-lines', line)).import.id };
  },
  inviteUser: () => ({ reusable: true }),
  impersonateUser: async () => ({ userId: (await person()).id, reason: 'a ticket', by: await rootToken() }),
  endImpersonation: async () => {
    const by = await rootToken();
    const input = { userId: (await person()).id, reason: 'a ticket' };
    const { impersonateUser } = await graphql.ok(run('impersonateUser')(graphql.as(first, by), input));
    return { sessionId: impersonateUser.session.id };
  },
  resendInvitation: async () => ({ invitationId: await invited({ email: `once${(made += 1)}@example.com` }) }),
  revokeInvitation: async () => ({ invitationId: await invited({}) }),
  confirmUser: async () => {
    const { id: userId } = await person();
    const pending = `update users set onboarding = 'PENDING_CONFIRMATION' where id = $1`;
    await graphql.sql(first.databaseUrl, pending, [decodeId('User', userId)]);
    return { userId };
  },
  deleteApplication: async () => ({ applicationId: (await application()).applicationId }),
  deleteDevice: async () => {
    const { deviceId, userId } = await onDevice(await person());
    return { deviceId, confirmedUserIds: [userId] };
  },
  deleteUser: disabled,
  deleteDevices: async () => {
    const { deviceId, userId } = await onDevice(await person());
    return { deviceIds: [deviceId], confirmedUserIds: [userId] };
  },
  deleteUsers: async () => ({ userIds: [(await disabled()).userId] }),
  disableUsers: async () => ({ userIds: [(await signedIn()).userId] }),
  enableUsers: async () => ({ userIds: [(await disabled()).userId] }),
  disableApplication: async () => ({ applicationId: (await application()).applicationId }),
  disableUser: signedIn,
  lockdownUser: async () => ({ ...(await signedIn()), reason: 'stolen' }),
  scheduleOffboarding: async () => ({ userId: (await person()).id, ...offboarding }),
  cancelOffboarding: async () => {
    const { id: userId } = await person();
    await graphql.ok(run('scheduleOffboarding')(admin, { userId, ...offboarding }));
    return { userId };
  },
  disconnectAllDevices: async () => ({ userId: (await onDevice(await person())).userId }),
  disconnectDevice: async () => onDevice(await person()),
  enableApplication: async () => {
    const { applicationId } = await application();
    await graphql.ok(run('disableApplication')(admin, { applicationId }));
    return { applicationId };
  },
  enableUser: disabled,
  removeMyDevice: async () => {
    const owner = await person();
    const { deviceId } = await onDevice(owner);
    return { deviceId, by: (await graphql.tokensOf(web, owner.username, 'openid self account')).access_token };
  },
  updateMyDevice: async () => {
    const owner = await person();
    const { deviceId } = await onDevice(owner);
    const by = (await graphql.tokensOf(web, owner.username, 'openid self account')).access_token;
    return { deviceId, name: `Renamed ${(made += 1)}`, by };
  },
  setApplicationVersionStatus: async () => ({
    applicationId: (await application('MOBILE')).applicationId,
    appVersion: '1.0.0',
    status: 'DISABLED',
  }),
  enrollMobileAuthentication: async () => {
    const phone = await signInOnPhone(first, await application('MOBILE'), await person());
    return { ...(await enrolment(phone, await newKey())), by: phone.token };
  },
  answerAuthentication: async () => {
    const phone = await signInOnPhone(first, await application('MOBILE'), await person());
    const { key } = await enrolled(phone);
    await graphql.sql(
      first.databaseUrl,
      `insert into authentication_requests (id, hash, user_id, user_epoch, application_id, application_epoch, client_id, scopes, challenge, payload, created_at, expires_at)
       select gen_random_uuid(), sha256(u.id::text::bytea), u.id, u.epoch, a.id, a.epoch, a.client_id, '{openid}', 'x', '{}', now(), now() + interval '1 hour'
       from users u, applications a where u.id = $1 and a.client_id = $2`,
      [decodeId('User', phone.owner.id), web.clientId],
    );
    const { pendingAuthentications } = await graphql.ok(phone.ask('{ pendingAuthentications { id challenge } }'));
    const { id: authenticationId, challenge } = pendingAuthentications[0];
    const answer = { authenticationId, decision: 'APPROVE' };
    const signature = await key.sign({ ...answer, purpose: 'answerAuthentication', challenge });
    return { ...answer, signature, by: phone.token };
  },
  enrollPushAuthentication: async () => {
    const phone = await signInOnPhone(first, await application('MOBILE'), await person());
    await enrolled(phone);
    return { provider: 'WEBHOOK', address: `address-${(made += 1)}`, by: phone.token };
  },
  revokePushNotifications: async () => {
    const phone = await signInOnPhone(first, await application('MOBILE'), await person());
    await enrolled(phone);
    const input = { provider: 'WEBHOOK', address: `address-${(made += 1)}` };
    await graphql.ok(run('enrollPushAuthentication')(phone.ask, input));
    return { userId: phone.owner.id, deviceId: phone.deviceId };
  },
  revokeMobileAuthentication: async () => {
    const phone = await signInOnPhone(first, await application('MOBILE'), await person());
    await enrolled(phone);
    return { userId: phone.owner.id, deviceId: phone.deviceId };
  },
  removeDeviceAuthenticator: async () => {
    const phone = await signInOnPhone(first, await application('MOBILE'), await person());
    return { authenticatorId: (await enrolled(phone)).id };
  },
  enrollTotp: async () => ({ by: await ownToken(await person()) }),
  confirmTotp: async () => {
    const by = await ownToken(await person());
    const { authenticatorId, secret } = await beginTotp(graphql.as(first, by));
    return { authenticatorId, code: codeAt(secret), by };
  },
  createRecoveryCodes: async () => ({ by: (await withTotp()).by }),
  renameAuthenticator: async () => ({ ...(await withTotp()), name: 'Renamed' }),
  removeAuthenticator: async () => ({ authenticatorId: (await withTotp()).authenticatorId }),
  revokeAccessGrant: withGrant,
  revokeAllSessions: signedIn,
  revokeApplicationAccess: async () => ({ ...(await signedIn()), applicationId: web.applicationId }),
  revokeConsent: async () => ({ consentId: await newest('consents', (await signedIn()).userId) }),
  revokeSession: async () => ({ sessionId: await newest('sessions', (await signedIn()).userId) }),
  revokeEverything: async () => {
    const { revokeEverything } = await graphql.ok(
      admin('mutation { revokeEverything(input: { reason: "leak", dryRun: true }) { confirm } }'),
    );
    return { reason: 'leak', confirm: revokeEverything.confirm, exceptCurrent: true };
  },
  revokeSessions: async () => ({ sessionIds: [await newest('sessions', (await signedIn()).userId)] }),
  revokeTokens: async () => ({ tokenIds: [await newest('tokens', (await signedIn()).userId, 'kind: [REFRESH]')] }),
  revokeConsents: async () => ({ filter: await signedIn(), expectedCount: 1 }),
  revokeToken: async () => ({ tokenId: await newest('tokens', (await signedIn()).userId, 'kind: [REFRESH]') }),
  rotateClientSecret: async () => ({ applicationId: (await application()).applicationId }),
  rotateRegistrationToken: async () => ({ applicationId: (await application('MOBILE')).applicationId }),
  changeMyPassword: async () => ({
    ...{ currentPassword: graphql.PASSWORD, newPassword: 'a wholly different secret' },
    by: await ownToken(await person()),
  }),
  requirePasswordChange: async () => ({ userId: (await person()).id }),
  lockPassword: async () => ({ userId: (await person()).id }),
  unlockPassword: async () => {
    const { id: userId } = await person();
    await graphql.ok(run('lockPassword')(admin, { userId }));
    return { userId };
  },
  createRecoveryLink: async () => ({ userId: (await person()).id }),
  emailRecoveryLink: async () => ({ userId: (await person()).id }),
  setUserPassword: async () => ({ ...(await signedIn()), password: 'a wholly different secret' }),
  unassignRole: async () => ({
    userId: (await graphql.createPerson(admin, `once${(made += 1)}`, 'OPERATOR')).id,
    role: 'OPERATOR',
  }),
  updateApplication: async () => ({
    applicationId: (await application()).applicationId,
    name: `Renamed ${(made += 1)}`,
  }),
  updateSettings: () => ({ retentionSessions: 100 + (made += 1) }),
  updateUser: async () => ({ userId: (await person()).id, name: 'Another Name' }),
};
/** They end nothing or are for anybody, and so take no key; a plan is its own key. */
const KEYLESS = [
  'acceptInvitation',
  'registerUser',
  'resendConfirmation',
  'requestPasswordReset',
  'introspectToken',
  'explainToken',
  'planRevocation',
  'applyRevocation',
  'createDeviceChallenge',
];
/** For a browser, and a service with a host name: test/e2e/passkeys.test.ts. */
const BY_BROWSER = ['enrollPasskey', 'confirmPasskey'];
/** What is shown once, and not again to who repeats the call. */
const SHOWN_ONCE = ['data', 'link', 'expiresAt', 'signInUrl', 'value', 'clientSecret', 'registrationToken', 'codes'];

const schema = buildSchema(readFileSync(path.resolve(__dirname, '../../../schema.graphql'), 'utf8'));
const mutations = schema.getMutationType()!.getFields();
const RECEIPT =
  'revocation { id replayed action requestedAt counts { users devices deviceLinks sessions accessTokens refreshTokens accessGrants consents } }';

/** The mutation with everything of its payload that has an id or is a plain value. */
const run = (name: string) => {
  const payload = getNamedType(mutations[name]!.type);
  if (!isObjectType(payload)) throw new Error(`${name} has no payload`);
  const fields = Object.values(payload.getFields()).map((field) => {
    if (field.name === 'errors') return graphql.ERRORS;
    if (field.name === 'revocation') return RECEIPT;
    const type = getNamedType(field.type);
    if (!isObjectType(type)) return field.name;
    // There is one row of settings, and it has no id; what is not yet an authenticator is none.
    const known = ['id', 'version', 'authenticatorId'].find((name) => type.getFields()[name]);
    return `${field.name} { ${known} }`;
  });
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields.join(' ')} } }`;
  return (ask: graphql.Ask, input: Input) => ask(document, { input });
};
const counts = () => graphql.rowCounts(first.databaseUrl);

test('every mutation that takes a key is in the table', () => {
  expect(
    Object.keys(mutations)
      .filter((name) => ![...KEYLESS, ...BY_BROWSER].includes(name))
      .sort(),
  ).toEqual(Object.keys(INPUTS).sort());
});

describe('with a key', () => {
  test.each(Object.keys(INPUTS))('%s happens once and answers twice', async (name) => {
    const { by, ...things } = await INPUTS[name]!();
    const input = { ...things, idempotencyKey: `key of ${name}` };
    const asker = (service: Service, otherwise: graphql.Ask) => (by ? graphql.as(service, by as string) : otherwise);
    const before = await counts();
    const { [name]: answer } = await graphql.ok(run(name)(asker(first, admin), input));
    // What goes on in the background is waited for.
    const isDone = async () =>
      (
        await graphql.sql(
          first.databaseUrl,
          `select 1 from imports where started_at is not null and finished_at is null
           union all select 1 from revocations where counts is null`,
        )
      ).length === 0;
    await until(isDone, 'the import, or the receipt');
    const after = await counts();
    expect(after).not.toEqual(before);

    const { [name]: again } = await graphql.ok(run(name)(asker(second, adminAtSecond), input));
    const expected = { ...answer };
    for (const secret of SHOWN_ONCE) if (secret in expected) expected[secret] = null;
    if ('shownBefore' in expected) {
      expect(answer.shownBefore).toBeNull();
      expected.shownBefore = expect.stringMatching(/`rotate(ClientSecret|RegistrationToken)` with a new key/);
    }
    if (expected.revocation) expected.revocation = { ...expected.revocation, replayed: true };
    expect(again).toEqual(expected);
    expect(await counts()).toEqual(after);

    const { data } = await run(name)(asker(first, admin), { ...input, reason: 'another' });
    expect(data[name].errors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH', path: ['input', 'idempotencyKey'] }]);
    expect(await counts()).toEqual(after);
  });
});

describe('without a key', () => {
  test.each([
    'revokeSession',
    'revokeToken',
    'revokeConsent',
    'revokeAccessGrant',
    'disableUser',
    'lockdownUser',
    'disableApplication',
  ])('%s of what has ended returns the first receipt, and no second event', async (name) => {
    const input = await INPUTS[name]!();
    const { [name]: answer } = await graphql.ok(run(name)(admin, { ...input, reason: 'the first' }));
    const after = await counts();
    const { [name]: again } = await graphql.ok(run(name)(adminAtSecond, { ...input, reason: 'the second' }));
    expect(answer.revocation.id).toEqual(expect.any(String));
    expect(again.revocation).toEqual({ ...answer.revocation, replayed: true });
    expect(await counts()).toEqual(after);
  });
  test('an access token too', async () => {
    const tokenId = await newest('tokens', (await signedIn()).userId, 'kind: [ACCESS]');
    const { revokeToken: answer } = await graphql.ok(run('revokeToken')(admin, { tokenId }));
    const after = await counts();
    const { revokeToken: again } = await graphql.ok(run('revokeToken')(admin, { tokenId }));
    expect(again.revocation.id).toBe(answer.revocation.id);
    expect(await counts()).toEqual(after);
  });
});

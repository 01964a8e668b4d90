/** How many sessions a user may have: refused with a page that says so, or the oldest ends with a receipt; also for sign-ins at once. */
import { authorize, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { isActiveAt, machineOf } from '../../support/pair';
import { type Service, startService } from '../../support/service';

let service: Service;
let beside: Service;
let admin: graphql.Ask;
let web: graphql.Registered;
let made = 0;

beforeAll(async () => {
  service = await startService();
  beside = await startService({ beside: service });
  admin = graphql.as(service, await graphql.adminToken(service));
  web = await graphql.createApplication(service, admin, {
    name: 'Web',
    kind: 'WEB',
    redirectUris: [graphql.REDIRECT_URI],
    consentMode: 'IMPLICIT',
  });
});
afterAll(async () => {
  await beside?.stop();
  await service?.stop();
});

const limit = (sessionsLimitPerUser: number | null, sessionsLimitBehaviour: string | null = null) =>
  graphql.ok(
    admin('mutation ($input: UpdateSettingsInput!) { updateSettings(input: $input) { errors { code message } } }', {
      input: { sessionsLimitPerUser, sessionsLimitBehaviour },
    }),
  );
const newPerson = async () => {
  const { id, username } = await graphql.createPerson(admin, `user${(made += 1)}`);
  const options = {
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    username,
    password: graphql.PASSWORD,
    scope: 'openid offline_access self',
  };
  return { id, options };
};
const sessionsOf = async (id: string, status = ['ACTIVE']) =>
  (
    await graphql.ok(
      admin(
        `query ($id: ID!, $status: [SessionStatus!]) { sessions(first: 100, filter: {userId: $id, status: $status}, orderBy: {field: CREATED_AT, direction: ASC}) {
          nodes { id status endReason revocation { action counts { sessions accessTokens refreshTokens } } } } }`,
        { id, status },
      ),
    )
  ).sessions.nodes;

it('refuses one more with a page that says why, and lets the person in when there is room again', async () => {
  await limit(2, 'REFUSE');
  const { id, options } = await newPerson();
  const [first] = [await signIn(options), await signIn(options)];
  await expect(signIn(options)).rejects.toMatchObject({
    error: 'sign_in_refused',
    status: 403,
    message: expect.stringContaining('the limit of simultaneous sessions'),
  });
  await expect(signIn({ ...options, password: 'wrong horse battery staple' })).rejects.toMatchObject({ status: 401 });
  expect(await sessionsOf(id)).toHaveLength(2);
  const { events } = await graphql.ok(
    admin('query ($id: ID!) { events(filter: {userId: $id, type: [SIGN_IN_FAILED]}) { nodes { details } } }', { id }),
  );
  expect(events.nodes.map((e: { details: unknown }) => e.details)).toEqual([
    { cause: 'WRONG_PASSWORD' },
    { cause: 'SESSION_LIMIT' },
  ]);
  // Who is signed in goes on, and may prove anew who they are in the same browser.
  await authorize({ ...options, jar: first!.jar, parameters: { prompt: 'none' } });
  await authorize({ ...options, jar: first!.jar, parameters: { prompt: 'login' } });
  expect(await sessionsOf(id)).toHaveLength(2);
  const mine = graphql.as(service, first!.tokens.access_token);
  await graphql.ok(
    mine('mutation ($id: ID!) { revokeSession(input: {sessionId: $id}) { errors { code } } }', {
      id: (await sessionsOf(id))[1].id,
    }),
  );
  await signIn(options);
  expect(await sessionsOf(id)).toHaveLength(2);
});

it('ends the oldest with what it issued, by a receipt and an event', async () => {
  await limit(2, 'END_OLDEST');
  const { id, options } = await newPerson();
  const [oldest, second] = [await signIn(options), await signIn(options)];
  const third = await signIn(options);
  const all = await sessionsOf(id, ['ACTIVE', 'ENDED']);
  expect(all).toEqual([
    {
      id: expect.any(String),
      status: 'ENDED',
      endReason: 'SESSION_LIMIT',
      revocation: { action: 'sign_in', counts: { sessions: 1, accessTokens: 1, refreshTokens: 1 } },
    },
    expect.objectContaining({ status: 'ACTIVE', revocation: null }),
    expect.objectContaining({ status: 'ACTIVE', revocation: null }),
  ]);
  const active = (tokens: { access_token: string }) => isActiveAt(beside, machineOf(service), tokens.access_token);
  expect([await active(oldest.tokens), await active(second.tokens), await active(third.tokens)]).toEqual([
    false,
    true,
    true,
  ]);
  const { events } = await graphql.ok(
    admin('query ($id: ID!) { events(filter: {sessionId: $id, type: [SESSION_REVOKED]}) { nodes { details } } }', {
      id: all[0].id,
    }),
  );
  expect(events.nodes).toEqual([{ details: { removeTokens: true, cause: 'SESSION_LIMIT' } }]);
});

it('brings a user who has more than a lowered limit down to it at the next sign-in, and touches nobody before', async () => {
  await limit(null);
  const { id, options } = await newPerson();
  for (let i = 0; i < 4; i += 1) await signIn(options);
  await limit(2, 'END_OLDEST');
  expect(await sessionsOf(id)).toHaveLength(4);
  await signIn(options);
  expect(await sessionsOf(id)).toHaveLength(2);
});

it.each(['REFUSE', 'END_OLDEST'])('holds for sign-ins at once at two processes: %s', async (behaviour) => {
  await limit(2, behaviour);
  const { id, options } = await newPerson();
  const other = { ...options, issuer: graphql.issuerOf(service) };
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => authorize({ ...other, scope: 'openid self' })),
  );
  expect(await sessionsOf(id)).toHaveLength(2);
  const refused = outcomes.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
  expect(refused).toHaveLength(behaviour === 'REFUSE' ? 6 : 0);
  for (const { reason } of refused)
    expect([reason.error, reason.message]).toEqual([
      expect.stringMatching(/^(sign_in_refused|access_denied)$/),
      expect.stringContaining('the limit of simultaneous sessions'),
    ]);
});

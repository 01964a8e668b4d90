/** docs/recipes.md is true: every operation of it runs as it is written, in order, and then exactly what should be dead is dead. */
import * as graphql from '../support/graphql';
import { aliveAt, buildHousehold, type Credential, type Household, KINDS, type PlaceName } from '../support/household';
import { blocksOf, DocumentPage } from '../support/page-code';
import { operationsIn, runOperation, type Values } from '../support/page-operations';
import { tokenAt } from '../support/pair';
import { enrolled } from '../support/phone';
import { startWithAdmin, type WithAdmin } from '../support/start';

const page = new DocumentPage('docs/recipes.md');

const [common, ...sections] = page.text.split(/^## /m).slice(1);
const planned = operationsIn(blocksOf(common!));
const recipes = sections.map((section) => ({
  title: section.slice(0, section.indexOf('\n')),
  operations: operationsIn(blocksOf(section), planned),
}));

let { service, admin, stop } = {} as WithAdmin;
let home: Household;
beforeAll(async () => void ({ service, admin, stop } = await startWithAdmin()));
afterAll(() => stop?.());
beforeEach(async () => {
  home = await buildHousehold(service, admin);
});

const ran = new Set<string>();

/** Runs the operations of a recipe in order; gives the data of each by its name. `learn`: values that an answer gave. */
const follow = async (
  title: string,
  ask: graphql.Ask,
  values: Values,
  learn: (name: string, data: graphql.Answer['data']) => Values | null = () => null,
): Promise<Record<string, graphql.Answer['data']>> => {
  const { operations } = recipes.find((recipe) => recipe.title === title)!;
  const answers: Record<string, graphql.Answer['data']> = {};
  for (const operation of operations) {
    const { name } = operation;
    const data = await runOperation(page, ask, operation, values);
    const token = data.planRevocation?.plan.token as string | undefined;
    if (token) values["the plan's token"] = token;
    Object.assign(values, learn(name, data));
    answers[name] = data;
  }
  ran.add(title);
  return answers;
};

const at = (place: PlaceName, ...kinds: (typeof KINDS)[number][]): Credential[] =>
  (kinds.length > 0 ? kinds : KINDS).map((kind) => `${place}.${kind}` as Credential);
const EVERYTHING: Credential[] = [
  ...(['web', 'other', 'phone', 'tablet', 'bobWeb', 'bobPhone'] as const).flatMap((place) => at(place)),
  'phone.client',
  'tablet.client',
];
/** Uses every credential of the household: these are dead, and all others work. */
const expectDead = async (...dead: Credential[]): Promise<void> => {
  const alive = await aliveAt(service, home);
  expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual(dead.sort());
};

test('a lost phone: she can neither confirm with it nor use it, and the other user of it notices nothing', async () => {
  const { client, tokens } = home.places.phone;
  const ask = graphql.as(service, tokens.access_token);
  const deviceId = home.devices.phone.id;
  await enrolled({
    owner: home.alice,
    client,
    deviceId,
    token: tokens.access_token,
    refreshToken: tokens.refresh_token!,
    ask,
  });
  const answers = await follow('A lost phone', admin, { "Alice's username": home.alice.username }, (name, { user }) => {
    if (name !== 'FindThePhone') return null;
    const used = user.devices.nodes.find((node: { device: { name: string } }) => node.device.name === 'Phone');
    expect(used).toMatchObject({ mobileAuthentication: { enabled: true }, device: { users: { totalCount: 2 } } });
    return { "Alice's id": user.id, "the phone's id": used.device.id };
  });
  expect(answers.NoMoreConfirmations.revokeMobileAuthentication.revocation.counts).toEqual({
    authenticators: 1,
    sessions: 0,
  });
  const { plan } = answers.Plan.planRevocation;
  expect(plan).toMatchObject({ warnings: [], counts: { deviceLinks: 1, sessions: 1 } });
  const receipt = answers.Apply.applyRevocation.revocation;
  expect(receipt).toMatchObject({ action: 'disconnectDevice', counts: plan.counts });
  expect(receipt.items.nodes).toContainEqual({
    type: 'SESSION',
    itemId: home.places.phone.sessionId,
    user: { username: home.alice.username },
  });
  expect(answers.NothingOnThePhone).toEqual({ sessions: { totalCount: 0 }, tokens: { totalCount: 0 } });
  await expectDead(...at('phone'));
});

test('a leaving employee: everybody in the folder is out, whoever is not there stays', async () => {
  const carol = await graphql.createPerson(admin, 'carol');
  for (const userId of [home.alice.id, carol.id])
    await graphql.ok(
      admin(`mutation ($input: UpdateUserInput!) { updateUser(input: $input) { ${graphql.ERRORS} } }`, {
        input: { userId, path: 'leavers' },
      }),
    );
  const values = { "Alice's id": home.alice.id };
  const answers = await follow('A leaving employee', admin, values);
  expect(answers.Plan.planRevocation.plan).toMatchObject({
    warnings: [],
    unchanged: [],
    counts: { users: 2, sessions: 4 },
  });
  const { results, revocation } = answers.Apply.applyRevocation;
  expect(results).toHaveLength(2);
  expect(revocation.counts).toMatchObject({ users: 2, sessions: 4 });
  for (const { id, username } of [home.alice, carol])
    expect(revocation.items.nodes).toContainEqual({ type: 'USER', itemId: id, user: { username } });
  expect(answers.NobodyIsLeft).toEqual({ users: { totalCount: 0 }, disabled: { totalCount: 2 } });
  expect(answers.ForgetThem.deleteUser).toMatchObject({
    deletedUserId: home.alice.id,
    revocation: { counts: { users: 1, sessions: 0 } },
  });
  await expectDead(...at('web'), ...at('other'), ...at('phone'), ...at('tablet'));
});

test('a stolen token: its family and its session are dead, with the receipts to show', async () => {
  const answers = await follow(
    'A stolen token, found in a log',
    admin,
    { 'the token from the log': home.places.web.tokens.access_token },
    (name, data) => {
      if (name !== 'WhatIsIt') return null;
      const { live, token } = data.explainToken.explanation;
      expect(live).toBe(true);
      const refresh = token.family.tokens.nodes.find((one: { kind: string }) => one.kind === 'REFRESH');
      return {
        "the token's id": token.id,
        "the refresh token's id": refresh.id,
        "the session's id": token.session.id,
        "Alice's id": token.user.id,
      };
    },
  );
  expect(answers.WhatCameOfIt.trace.sessions.nodes).toMatchObject([{ id: home.places.web.sessionId }]);
  const family = answers.EndTheFamily.revokeToken.revocation;
  const session = answers.EndTheSession.revokeSession.revocation;
  expect(family.counts).toEqual({ accessTokens: 1, refreshTokens: 1, sessions: 0 });
  expect(session.counts).toEqual({ accessGrants: 1, sessions: 1 });
  const { explainToken, revocations } = answers.WhyIsItDead;
  expect(explainToken.live).toBe(false);
  expect(explainToken.broken).toContainEqual(
    expect.objectContaining({ kind: 'FAMILY', reason: 'REFRESH_TOKEN_REVOKED', revocation: { id: family.id } }),
  );
  expect(revocations.nodes.map(({ id }: { id: string }) => id)).toEqual([session.id, family.id]);
  await expectDead(...at('web'));
});

test('a compromised application: what it held is dead for good, the old secret too, and with the new one it works again', async () => {
  const { web } = home.applications;
  const leaked = { ...web };
  const answers = await follow('A compromised application', admin, { "the application's id": web.applicationId });
  const { plan } = answers.Plan.planRevocation;
  expect(plan).toMatchObject({ warnings: [], counts: { accessTokens: 2, refreshTokens: 2, sessions: 0 } });
  expect(answers.Apply.applyRevocation.revocation.counts).toEqual(plan.counts);
  expect(answers.WhatItHeld.live).toEqual({ totalCount: 0 });
  expect(answers.WhatItHeld.tokens.nodes).toHaveLength(4);
  expect(answers.Enable.enableApplication.application).toEqual({ status: 'ENABLED' });
  const refused = await tokenAt(service, leaked, { grant_type: 'refresh_token', refresh_token: 'any' });
  expect([refused.status, refused.json.error]).toEqual([401, 'invalid_client']);

  web.clientSecret = answers.NewSecret.rotateClientSecret.clientSecret;
  await expectDead(...at('web', 'access', 'refresh', 'code'), ...at('bobWeb', 'access', 'refresh', 'code'));
  const tokens = await graphql.tokensOf(web, home.alice.username, 'openid self');
  await graphql.ok(graphql.as(service, tokens.access_token)('{ viewer { user { id } } }'));
});

test('"log me out everywhere else": only this browser is left, and the tablet that was removed is nobody’s', async () => {
  const alice = graphql.as(service, home.places.web.tokens.access_token);
  const answers = await follow('"Log me out everywhere else"', alice, {}, (name, { viewer }) => {
    if (name !== 'WhereAmI') return null;
    expect(viewer.user.sessions.totalCount).toBe(4);
    const tablet = viewer.user.devices.nodes.find((one: { device: { name: string } }) => one.device.name === 'Tablet');
    return { "Alice's id": viewer.user.id, "the tablet's id": tablet.device.id };
  });
  expect(answers.EverywhereElse.revokeAllSessions.revocation.counts.sessions).toBe(3);
  expect(answers.NotMineAnyMore.removeMyDevice).toMatchObject({
    removedDeviceId: home.devices.tablet.id,
    deviceDeleted: true,
    revocation: { counts: { devices: 1, deviceLinks: 1 } },
  });
  expect(answers.OnlyHere.viewer.user).toEqual({
    sessions: { totalCount: 1, nodes: [{ current: true }] },
    devices: { nodes: [{ device: { id: home.devices.phone.id } }] },
  });
  await expectDead(...at('other'), ...at('phone'), ...at('tablet'), 'tablet.client');
});

test('each recipe of the page was followed', () => {
  expect([...ran]).toEqual(recipes.map(({ title }) => title));
  expect(page.left).toEqual([]);
});

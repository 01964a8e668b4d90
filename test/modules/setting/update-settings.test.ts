/** Settings: one field each, changed one by one, within bounds, each change an event, and in force from the answer on. */
import * as graphql from '../../support/graphql';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;

beforeAll(async () => void ({ service, admin, stop } = await startWithAdmin()));
afterAll(() => stop?.());

const SHOWN =
  'version sessionsLimitPerUser { value default minimum maximum } sessionsLimitBehaviour { value default } consentsRevokeCascade { value default } retentionTokens { value }';
const update = async (input: Record<string, unknown>, ask = admin) =>
  ask(
    `mutation ($input: UpdateSettingsInput!) { updateSettings(input: $input) { settings { ${SHOWN} } errors { __typename code message path ... on VersionConflict { current } } } }`,
    { input },
  );
const settings = async () => (await graphql.ok(admin(`{ settings { ${SHOWN} } }`))).settings;
const events = async () =>
  (
    await graphql.ok(
      admin(
        '{ events(first: 100, filter: {type: [SETTINGS_UPDATED]}) { nodes { reason details actor { __typename } } } }',
      ),
    )
  ).events.nodes;

it('changes only what is given, goes back to the default by null, and reports old and new values', async () => {
  const before = await settings();
  expect(before).toMatchObject({
    sessionsLimitPerUser: { value: 0, default: 0, minimum: 0, maximum: 1000 },
    sessionsLimitBehaviour: { value: 'REFUSE', default: 'REFUSE' },
    consentsRevokeCascade: { value: true, default: true },
  });
  const input = { sessionsLimitPerUser: 3, sessionsLimitBehaviour: 'END_OLDEST', consentsRevokeCascade: false };
  const changed = (await update({ ...input, reason: 'Audit' })).data.updateSettings;
  expect(changed).toMatchObject({
    errors: [],
    settings: {
      version: before.version + 1,
      sessionsLimitPerUser: { value: 3, default: 0 },
      sessionsLimitBehaviour: { value: 'END_OLDEST' },
      consentsRevokeCascade: { value: false, default: true },
      retentionTokens: before.retentionTokens,
    },
  });
  expect(await settings()).toEqual(changed.settings);
  const back = (await update({ sessionsLimitPerUser: null, sessionsLimitBehaviour: null })).data.updateSettings;
  expect(back.settings).toMatchObject({
    version: before.version + 2,
    sessionsLimitPerUser: { value: 0 },
    sessionsLimitBehaviour: { value: 'REFUSE' },
    consentsRevokeCascade: { value: false },
  });
  await update({ consentsRevokeCascade: null });
  expect(await events()).toEqual([
    expect.objectContaining({ details: { changes: { 'consents.revokeCascade': { from: false, to: true } } } }),
    expect.objectContaining({ reason: null }),
    {
      reason: 'Audit',
      actor: { __typename: 'Application' },
      details: {
        changes: {
          'sessions.limitPerUser': { from: 0, to: 3 },
          'sessions.limitBehaviour': { from: 'REFUSE', to: 'END_OLDEST' },
          'consents.revokeCascade': { from: true, to: false },
        },
      },
    },
  ]);
});

it('refuses what is out of bounds by the name of the field, and then changes nothing of the rest', async () => {
  const before = [await settings(), await events()];
  const { inputFields } = (
    await graphql.ok(admin('{ __type(name: "UpdateSettingsInput") { inputFields { name type { name } } } }'))
  ).__type;
  const { settings: all } = await graphql.ok(
    admin(
      `{ settings { ${inputFields
        .filter((f: { name: string }) => /^(sessions|tokens|retention)/.test(f.name))
        .filter((f: { type: { name: string } }) => f.type.name === 'Int')
        .map((f: { name: string }) => `${f.name} { minimum maximum default }`)
        .join(' ')} } }`,
    ),
  );
  expect(Object.keys(all).length).toBeGreaterThan(10);
  for (const [name, bounds] of Object.entries<{ minimum: number; maximum: number; default: number }>(all)) {
    expect(bounds.default).toBeGreaterThanOrEqual(bounds.minimum);
    expect(bounds.default).toBeLessThanOrEqual(bounds.maximum);
    for (const wrong of [bounds.minimum - 1, bounds.maximum + 1, -(2 ** 31)]) {
      const { data, errors } = await update({ consentsRevokeCascade: false, [name]: wrong });
      expect([name, errors, data.updateSettings]).toEqual([
        name,
        [],
        {
          settings: null,
          errors: [expect.objectContaining({ code: 'INVALID_INPUT', path: ['input', name] })],
        },
      ]);
    }
  }
  expect([await settings(), await events()]).toEqual(before);
});

it('writes no event and keeps the version where nothing changes, or in a dry run', async () => {
  const before = [await settings(), await events()];
  await graphql.ok(update({ sessionsLimitPerUser: 0, consentsRevokeCascade: true }));
  expect((await update({ sessionsLimitPerUser: 7, dryRun: true })).data.updateSettings).toMatchObject({
    settings: { sessionsLimitPerUser: { value: 7 } },
    errors: [],
  });
  expect([await settings(), await events()]).toEqual(before);
});

it('lets one of many with the same ifVersion change something, and tells the others the version', async () => {
  const { version } = await settings();
  const answers = await Promise.all(
    [2, 3, 4, 5, 6].map((value) => update({ sessionsLimitPerUser: value, ifVersion: version })),
  );
  const refused = answers.flatMap(({ data }) => data.updateSettings.errors);
  expect(refused).toHaveLength(4);
  for (const error of refused)
    expect(error).toMatchObject({ __typename: 'VersionConflict', code: 'VERSION_CONFLICT', current: version + 1 });
  expect((await settings()).version).toBe(version + 1);
  await graphql.ok(update({ sessionsLimitPerUser: null }));
});

it('answers a repeated idempotency key with the settings as they are, and changes nothing again', async () => {
  await graphql.ok(update({ retentionTokens: 31, idempotencyKey: 'days' }));
  await graphql.ok(update({ retentionTokens: null }));
  expect((await update({ retentionTokens: 31, idempotencyKey: 'days' })).data.updateSettings).toMatchObject({
    settings: { retentionTokens: { value: 30 } },
    errors: [],
  });
  expect((await update({ retentionTokens: null, idempotencyKey: 'days' })).data.updateSettings.errors[0].code).toBe(
    'IDEMPOTENCY_MISMATCH',
  );
});

it('needs settings:manage to change and settings:read to look', async () => {
  const machine = (scope: string) => graphql.asMachine(service, admin, scope);
  const [reader, manager] = [await machine('settings:read'), await machine('settings:manage')];
  expect(graphql.codes(await reader('{ settings { version } }'))).toEqual([]);
  expect(graphql.codes(await update({ sessionsLimitPerUser: 1 }, reader))).toEqual(['FORBIDDEN']);
  expect(graphql.codes(await manager('{ settings { version } }'))).toEqual(['FORBIDDEN']);
  expect((await update({ sessionsLimitPerUser: null }, manager)).data.updateSettings.errors).toEqual([]);
});

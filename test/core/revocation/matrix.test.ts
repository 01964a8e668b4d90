/**
 * What each way of ending something ends, and what it leaves alone. Two processes share the database: it is ended at one, and used at the
 * other from the moment the first has answered. What works is found by using it; the receipt must name exactly what the lists then lack.
 */
import { clientRequest } from '../../../src/tools/oidc-flow';
import { COUNTED_AS } from '../../support/counted-as';
import * as graphql from '../../support/graphql';
import { aliveAt, buildHousehold, type Household, listedAsLive } from '../../support/household';
import { type Service, startService } from '../../support/service';
import { ALL_OF_ALICE, alice, EVERYTHING, mutate, RECEIPT, type Receipt, WAYS } from '../../support/ways-to-end';

let first: Service;
let second: Service;
let admin: graphql.Ask;

beforeAll(async () => {
  first = await startService();
  second = await startService({ beside: first });
  admin = graphql.as(first, await graphql.adminToken(first));
}, 60_000);
afterAll(async () => {
  await second.stop();
  await first.stop();
});
const world = () => ({ first, admin });

beforeAll(() =>
  graphql.sql(
    first.databaseUrl,
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  ),
);

/** What a dry run must leave as it is. */
const KEPT = `select (select count(*) from events) as events, (select count(*) from revocations) as receipts, (select count(*) from revocation_items) as items,
  (select count(*) from epoch_ends) as epochs, (select md5(string_agg(u::text, ',' order by u.id)) from users u) as users,
  (select md5(string_agg(d::text, ',' order by d.id)) from consents d) as consents, (select count(*) from devices) as devices`;

test('before anything ends, every credential works at both processes', async () => {
  expect([...(await aliveAt(second, await buildHousehold(first, admin)))].sort()).toEqual([...EVERYTHING].sort());
  expect([...(await aliveAt(first, await buildHousehold(first, admin)))].sort()).toEqual([...EVERYTHING].sort());
});

describe.each(WAYS)('$what', ({ end, dies }) => {
  let home: Household;
  let before: Set<string>;
  let foretold: Receipt | undefined;
  let receipt: Receipt;
  beforeAll(async () => {
    home = await buildHousehold(first, admin);
    before = await listedAsLive(admin, home);
    const kept = await graphql.sql(first.databaseUrl, KEPT);
    foretold = await end.foretell?.(world(), home);
    expect(await graphql.sql(first.databaseUrl, KEPT)).toEqual(kept);
    expect(await listedAsLive(admin, home)).toEqual(before);
    receipt = await end(world(), home);
  });

  test('the receipt names exactly what the lists lack afterwards', async () => {
    const named = ({ items }: Receipt) => items.nodes.map(({ type, itemId }) => `${type} ${itemId}`).sort();
    if (foretold) expect([foretold.counts, named(foretold)]).toEqual([receipt.counts, named(receipt)]);
    const after = await listedAsLive(graphql.as(second, await graphql.adminToken(first)), home);
    const gone = [...before].filter((item) => !after.has(item)).sort();
    // The client credentials token of a device is nobody's; these devices have none.
    expect(named(receipt)).toEqual(gone);
    expect(receipt.items.totalCount).toBe(gone.length);
    const counts = Object.fromEntries(Object.keys(receipt.counts).map((key) => [key, 0]));
    for (const item of gone) counts[COUNTED_AS[item.split(' ')[0]!]!]! += 1;
    expect(receipt.counts).toEqual(counts);
  });

  // Last, since using what is left changes it.
  test('what it ends works nowhere, and everything else still does', async () => {
    const alive = await aliveAt(second, home);
    expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual([...dies].sort());
  });
});

test('enabling a user again revives nothing, and lets the user sign in', async () => {
  const home = await buildHousehold(first, admin);
  await mutate('disableUser', alice)(world(), home);
  await graphql.ok(
    admin(`mutation ($input: EnableUserInput!) { enableUser(input: $input) { ${graphql.ERRORS} } }`, {
      input: alice(home),
    }),
  );
  const alive = await aliveAt(second, home);
  expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual([...ALL_OF_ALICE].sort());
  const tokens = await graphql.tokensOf(home.applications.web, home.alice.username, 'openid self');
  expect((await graphql.ok(graphql.as(second, tokens.access_token)('{ viewer { user { id } } }'))).viewer.user.id).toBe(
    home.alice.id,
  );
});

test('a device with two users is deleted only when both are confirmed, and comes back as a new one', async () => {
  const home = await buildHousehold(first, admin);
  const remove = (confirmedUserIds: string[]) =>
    admin(
      `mutation ($input: DeleteDeviceInput!) { deleteDevice(input: $input) { deletedDeviceId ${RECEIPT} errors { __typename code ... on AffectedUsersChanged { users { id } } } } }`,
      { input: { deviceId: home.devices.phone.id, confirmedUserIds } },
    );
  const { deviceDeletionPreview: preview } = await graphql.ok(
    admin('query ($id: ID!) { deviceDeletionPreview(deviceId: $id) { device { id } users { id } } }', {
      id: home.devices.phone.id,
    }),
  );
  const both = preview.users.map(({ id }: { id: string }) => id);
  expect([...both].sort()).toEqual([home.alice.id, home.bob.id].sort());
  for (const confirmed of [
    [],
    [home.alice.id],
    [...both, home.alice.id.replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
  ]) {
    const { deleteDevice } = (await remove(confirmed)).data;
    expect(deleteDevice).toMatchObject({
      deletedDeviceId: null,
      revocation: null,
      errors: [{ __typename: 'AffectedUsersChanged', code: 'AFFECTED_USERS_CHANGED' }],
    });
    expect(deleteDevice.errors[0].users.map(({ id }: { id: string }) => id).sort()).toEqual([...both].sort());
  }
  expect((await remove(both)).data.deleteDevice.errors).toEqual([]);
  const refused = await clientRequest(`${second.address}/oidc/token`, home.devices.phone.client, {
    grant_type: 'client_credentials',
  });
  expect([refused.status, await refused.json()]).toEqual([401, expect.objectContaining({ error: 'invalid_client' })]);
  const again = await graphql.install(home.applications.mobile, 'Phone');
  await graphql.tokensOf(again, home.bob.username, 'openid self');
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { devices { nodes { device { id } } } } }', { id: home.bob.id }),
  );
  expect(user.devices.nodes).toEqual([{ device: { id: expect.not.stringMatching(home.devices.phone.id) } }]);
});

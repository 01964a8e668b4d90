/** What a sign-in, a code exchange and a refresh cost in round trips to the database. */
import { authorize, exchange } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { exchangeAt, refreshAt } from '../support/pair';
import { type CountedService, startCounted } from '../support/round-trips';
import { startWithWeb, type WithWeb } from '../support/start';

let { service, admin, web, stop } = {} as WithWeb;
let counted: CountedService;

beforeAll(async () => {
  ({ service, admin, web, stop } = await startWithWeb());
  counted = await startCounted(service);
  web = { ...web, issuer: graphql.issuerOf(counted.service) };
});
afterAll(async () => {
  await counted?.stop();
  await stop?.();
});

/** One to read, one to write. What is written goes out in two parts if signing the ID token takes long. */
const READ_AND_WRITE = 3;
const MOST_FOR_SIGN_IN = 45;

const SCOPE = 'openid offline_access self';

const options = async () => {
  const { username } = await graphql.createPerson(admin, graphql.newName('trips'));
  const who = { username, password: graphql.PASSWORD };
  return { ...web, redirectUri: graphql.REDIRECT_URI, ...who, scope: SCOPE, parameters: { prompt: 'consent' } };
};

/** Without the check of the password, each budget of which takes a statement of its own before and after. */
test('a first sign-in, with a page for the consent', async () => {
  const signIn = async () => {
    const who = await options();
    return counted.during(() => authorize(who));
  };
  await signIn();
  const trips = await signIn();
  const ofBudgets = trips.filter((statements) =>
    statements.some((text) => /^\s*(insert into|update) throttles/.test(text)),
  );
  expect(trips.length - ofBudgets.length).toBeLessThanOrEqual(MOST_FOR_SIGN_IN);
});

test('a code exchange', async () => {
  const trade = async () => {
    const authorized = await authorize(await options());
    return counted.during(async () =>
      expect(await exchangeAt(counted.service, web, authorized)).toMatchObject({ status: 200 }),
    );
  };
  await trade();
  expect((await trade()).length).toBeLessThanOrEqual(READ_AND_WRITE);
});

test('a refresh', async () => {
  const client = await options();
  let { refresh_token: token } = await exchange(client, await authorize(client));
  const refresh = () =>
    counted.during(async () => {
      const { status, json } = await refreshAt(counted.service, web, token!);
      expect(status).toBe(200);
      token = json['refresh_token'] as string;
    });
  await refresh();
  expect((await refresh()).length).toBeLessThanOrEqual(READ_AND_WRITE);
});

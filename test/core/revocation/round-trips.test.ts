/** What each ending costs in round trips to the database. */
import * as graphql from '../../support/graphql';
import { mutate } from '../../support/pair';
import { type CountedService, startCounted } from '../../support/round-trips';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, sql, web, stop } = {} as WithWeb;
let counted: CountedService;
let asAdmin: graphql.Ask;

beforeAll(async () => {
  ({ service, admin, sql, web, stop } = await startWithWeb());
  counted = await startCounted(service);
  asAdmin = graphql.as(counted.service, await graphql.adminToken(service));
});
afterAll(async () => {
  await counted?.stop();
  await stop?.();
});

const SCOPES = 'openid offline_access self';

/** A person who has signed in. */
const person = async () => {
  const someone = await graphql.createPerson(admin, graphql.newName('ending'));
  await graphql.tokensOf(web, someone.username, SCOPES);
  const [session] = await sql<{ id: string }>('select id from sessions where user_id = (select id from users where username = $1)', someone.username);
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { sessions { nodes { id } } consents { nodes { id } } } }', { id: someone.id }),
  );
  void session;
  return { ...someone, sessionId: user.sessions.nodes[0].id as string, consentId: user.consents.nodes[0]?.id as string };
};
type Ended = Awaited<ReturnType<typeof person>>;

/** An ending, its input, and its round trips, the check of the caller's token included. */
const TABLE: [string, (ended: Ended) => object, number][] = [
  ['revokeSession', ({ sessionId }) => ({ sessionId }), 6],
  ['revokeAllSessions', ({ id }) => ({ userId: id }), 6],
  ['disableUser', ({ id }) => ({ userId: id }), 6],
  ['revokeConsent', ({ consentId }) => ({ consentId }), 6],
  ['deleteUser', ({ id }) => ({ userId: id }), 12],
];

test.each(TABLE)('%s', async (name, input, most) => {
  const end = async () => {
    const ended = await person();
    return counted.during(() => mutate(asAdmin, name, input(ended), 'revocation { id }'));
  };
  await end();
  const trips = await end();
  if (process.env.SHOW) console.log(name, trips.length, trips.map((one) => one.map((text) => text.replace(/\s+/g, ' ').slice(0, 150)).join('\n     ')).join('\n  - '));
  expect(trips.length).toBeLessThanOrEqual(most);
});

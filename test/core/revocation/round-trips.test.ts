/** What each ending costs in round trips to the database. */
import * as graphql from '../../support/graphql';
import { mutate } from '../../support/pair';
import { type CountedService, startCounted } from '../../support/round-trips';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, stop } = {} as WithWeb;
let counted: CountedService;
let asAdmin: graphql.Ask;

beforeAll(async () => {
  ({ service, admin, web, stop } = await startWithWeb());
  counted = await startCounted(service);
  asAdmin = graphql.as(counted.service, await graphql.adminToken(counted.service));
});
afterAll(async () => {
  await counted?.stop();
  await stop?.();
});

/** For the report of a failure. */
const shown = (statement: string): string => statement.replace(/\s+/g, ' ').slice(0, 100);

const SCOPES = 'openid offline_access self';

/** A person who has signed in. */
const person = async () => {
  const someone = await graphql.createPerson(admin, graphql.newName('ending'));
  await graphql.tokensOf(web, someone.username, SCOPES);
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { sessions { nodes { id } } consents { nodes { id } } } }', {
      id: someone.id,
    }),
  );
  return {
    ...someone,
    sessionId: user.sessions.nodes[0].id as string,
    consentId: user.consents.nodes[0]?.id as string,
  };
};
type Ended = Awaited<ReturnType<typeof person>>;

/** An ending, its input, and its round trips, the check of the caller's token included. */
const TABLE: [string, (ended: Ended) => object, number][] = [
  ['revokeSession', ({ sessionId }) => ({ sessionId }), 5],
  ['revokeAllSessions', ({ id }) => ({ userId: id }), 4],
  ['disableUser', ({ id }) => ({ userId: id }), 5],
  ['revokeConsent', ({ consentId }) => ({ consentId }), 5],
  ['deleteUser', ({ id }) => ({ userId: id }), 6],
];

test.each(TABLE)('%s', async (name, input, most) => {
  const end = async () => {
    const ended = await person();
    if (name === 'deleteUser') await mutate(admin, 'disableUser', { userId: ended.id }, 'revocation { id }');
    return counted.during(() => mutate(asAdmin, name, input(ended), 'revocation { id }'));
  };
  await end();
  const trips = await end();
  expect(trips.map((statements) => statements.map(shown))).toHaveLength(most);
});

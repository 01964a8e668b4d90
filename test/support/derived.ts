/** What the tests of derived credentials share: people with the ids of their token and session, and receipts by what they count. */
import * as graphql from './graphql';
import { isActiveAt, machineOf, mutate } from './pair';
import type { Service } from './service';

export interface Signed extends graphql.Person {
  by: graphql.Ask;
  accessToken: string;
  tokenId: string;
  sessionId: string;
}

const COUNTS = `users sessions accessTokens refreshTokens apiTokens authenticators devices deviceLinks passwords clientSecrets recoveryLinks
  invitations registrationTokens applications`;
export const RECEIPT = `revocation { id replayed dryRun counts { ${COUNTS} } items(first: 100) { nodes { type itemId } } }`;

/** Those that are not 0. */
export const some = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

export const typesOf = ({ items }: { items: { nodes: { type: string }[] } }) =>
  items.nodes.map(({ type }) => type).sort();

const INTROSPECT = 'mutation ($input: IntrospectTokenInput!) { introspectToken(input: $input) { token { id } } }';
let made = 0;

export const derivedWorld = async (service: Service) => {
  const admin = graphql.as(service, await graphql.adminToken(service));
  /** Where people are signed in. */
  const shop = await graphql.webApplication(service, admin, 'Shop');
  // Otherwise the first factor would end the sessions that the tests are about.
  await mutate(admin, 'updateSettings', { factorsEndOneFactorSessions: false }, '__typename');
  const newName = () => `derived${(made += 1)}`;

  const whoIs = async (accessToken: string) => {
    const by = graphql.as(service, accessToken);
    const { viewer } = await graphql.ok(by('{ viewer { session { id } } }'));
    const { introspectToken } = await graphql.ok(admin(INTROSPECT, { input: { token: accessToken } }));
    return { by, accessToken, tokenId: introspectToken.token.id as string, sessionId: viewer.session?.id as string };
  };
  const signedIn = async (person: graphql.Person, scope = 'openid self account', client = shop): Promise<Signed> => {
    const { access_token: token } = await graphql.tokensOf(client, person.username, scope);
    return { ...person, ...(await whoIs(token)) };
  };
  const person = async (...roles: string[]): Promise<Signed> => {
    const created = await graphql.createPerson(admin, newName(), ...roles);
    return signedIn(created, roles.length > 0 ? 'openid self account admin' : 'openid self account');
  };
  const apiToken = async (by: graphql.Ask, userId: string, scopes = ['self']) => {
    const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
    const input = { userId, name: 'Thief', scopes, expiresAt };
    const { value, token } = await mutate(by, 'createApiToken', input, 'value token { id }');
    return { value: value as string, id: token.id as string };
  };
  return {
    ...{ admin, shop, newName, whoIs, signedIn, person, apiToken },
    robot: async (by: graphql.Ask): Promise<string> =>
      (await mutate(by, 'createServiceAccount', { username: newName() }, 'user { id }')).user.id,
    isActive: (token: string) => isActiveAt({ address: service.url }, machineOf(service), token),
    receiptOf: async (name: string, input: Record<string, unknown>, by = admin) =>
      (await mutate(by, name, input, RECEIPT)).revocation,
  };
};
export type DerivedWorld = Awaited<ReturnType<typeof derivedWorld>>;

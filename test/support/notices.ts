/** What the tests of mails about credentials share: people who have every kind of credential. */
import * as graphql from './graphql';
import { linkIn, type ReceivedMail } from './mail';
import { mutate } from './pair';
import type { Service } from './service';
import { SoftwarePasskey } from './software-passkey';
import { enrolledTotp, strongTokens } from './totp';

export const SCOPE = 'openid offline_access self account admin';

const SCRIPTER = 'Scripter';
/** The role of people who may make API tokens for themselves. */
export const makeRole = (admin: graphql.Ask) => graphql.createRole(admin, SCRIPTER, ['TOKENS_CREATE']);

export interface Somebody extends graphql.Person {
  email: string;
  /** Asks as the person, from a browser. */
  ask: graphql.Ask;
  token: string;
  refreshToken: string;
}

export const somebody = async (service: Service, admin: graphql.Ask, web: graphql.Registered): Promise<Somebody> => {
  const person = await graphql.createPerson(admin, graphql.newName('owner'), SCRIPTER);
  const tokens = await graphql.tokensOf(web, person.username, SCOPE);
  return {
    ...person,
    ask: graphql.as(service, tokens.access_token),
    token: tokens.access_token,
    refreshToken: tokens.refresh_token!,
  };
};

/** The same person, with an authenticator app and signed in by it. */
export const strengthened = async (service: Service, web: graphql.Registered, who: Somebody) => {
  const { id, secret } = await enrolledTotp(who.ask);
  const { access_token: token } = await strongTokens(service, web, who, secret, 'openid self account admin');
  return { ...who, appId: id, token, ask: graphql.as(service, token) };
};

/** An application on devices that people may enroll keys with. */
export const pocketApplication = (service: Service, admin: graphql.Ask): Promise<graphql.Registered> =>
  graphql.createApplication(service, admin, {
    ...{ name: 'Pocket', kind: 'MOBILE', firstParty: true, redirectUris: [graphql.REDIRECT_URI] },
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString();
/** An API token of a user, `self` and no more. */
export const createApiToken = async (ask: graphql.Ask, userId: string): Promise<{ id: string; value: string }> => {
  const input = { userId, scopes: ['self'], name: 'nightly job', expiresAt: inAWeek() };
  const { token, value } = await mutate(ask, 'createApiToken', input, 'token { id } value');
  return { id: token.id, value };
};

export const addPasskey = async (service: Service, ask: graphql.Ask, name = 'Laptop') => {
  const { enrollment } = await mutate(ask, 'enrollPasskey', {}, 'enrollment { authenticatorId options url }');
  const passkey = new SoftwarePasskey(service.url);
  const input = { authenticatorId: enrollment.authenticatorId, name, response: passkey.create(enrollment.options) };
  const { authenticator } = await mutate(ask, 'confirmPasskey', input, 'authenticator { id }');
  return { passkey, id: authenticator.id as string };
};

/** The link by which a mail lets its reader lock the account. */
export const lockLinkIn = (mail: ReceivedMail): URL => {
  const link = linkIn(mail);
  if (link.pathname !== '/signin/lock-account') throw new Error(`the mail leads to ${link.pathname}`);
  return link;
};

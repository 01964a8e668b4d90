/** Somebody who acts in the place of a user: the mutation, and the link of it opened in a browser. */
import { browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import { authorize, exchange } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import { mutate } from './pair';

export const allowImpersonation = (admin: graphql.Ask) =>
  mutate(admin, 'updateSettings', { impersonationEnabled: true }, '__typename');

export interface Acting {
  sessionId: string;
  jar: CookieJar;
}

export const begin = async (by: graphql.Ask, userId: string): Promise<{ sessionId: string; url: URL }> => {
  const input = { userId, reason: 'a ticket' };
  const { session, signInUrl } = await mutate(by, 'impersonateUser', input, 'session { id } signInUrl');
  return { sessionId: session.id, url: new URL(signInUrl) };
};

export const pageAt = async (url: URL, jar: CookieJar, form?: Record<string, string>): Promise<Page> => {
  const response = await browse(url, jar, form ? { form } : {});
  const location = response.headers.get('location');
  return location ? pageAt(new URL(location, url), jar) : { url, status: response.status, html: await response.text() };
};

/** Takes the session into a browser, as whoever opens the link does. */
export const take = async (url: URL, jar = new CookieJar()): Promise<Page> => {
  const form = formWith(await pageAt(url, jar), 'link')!;
  return pageAt(form.action, jar, form.fields);
};

export const impersonate = async (by: graphql.Ask, userId: string, jar = new CookieJar()): Promise<Acting> => {
  const { sessionId, url } = await begin(by, userId);
  await take(url, jar);
  return { sessionId, jar };
};

/** What an application gets that this browser signs in to without a page. */
export const tokensIn = async (jar: CookieJar, client: graphql.Registered, scope = 'openid self') => {
  const options = { ...client, redirectUri: graphql.REDIRECT_URI };
  return exchange(options, await authorize({ ...options, jar, scope }));
};

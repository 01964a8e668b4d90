/** Signs people in the way a browser and a client do, over HTTP only: pages are found by the names of their inputs. For tests, the demo and scripts. */
import { createHash, randomBytes } from 'node:crypto';
import { alertOf, browse, CookieJar, formWith, type Page } from './browser';
import { type ClientOptions, discover, OidcError, tokenRequest, type Tokens } from './oidc-client';

export * from './oidc-client';

export interface AuthorizeOptions extends ClientOptions {
  redirectUri: string;
  username?: string;
  password?: string;
  /** The second factor, if the page asks for one. */
  code?: string | (() => string | Promise<string>);
  /** The new password, if the page asks for one. */
  newPassword?: string;
  scope?: string;
  resource?: string | undefined;
  /** The answer on the consent page. */
  decision?: 'allow' | 'deny';
  userAgent?: string | undefined;
  jar?: CookieJar | undefined;
  /** Additional parameters of the authorization request. */
  parameters?: Record<string, string>;
  /** Called with every page on the way. */
  onPage?: (page: Page) => void;
}

export interface Authorized {
  code: string;
  verifier: string;
  jar: CookieJar;
  /** The URL that the provider redirected back to, with all parameters. */
  returned: URL;
}

const random = () => randomBytes(32).toString('base64url');

const MAX_STEPS = 20;
/** Follows the pages until the provider redirects back to the client. */
export const authorize = async (options: AuthorizeOptions): Promise<Authorized> => {
  const { redirectUri, userAgent, scope = 'openid', resource, jar = new CookieJar(), decision = 'allow' } = options;
  const endpoints = await discover(options.issuer);
  const verifier = random();
  const state = options.parameters?.state ?? random();
  const start = new URL(endpoints.authorization_endpoint);
  start.search = new URLSearchParams({
    response_type: 'code',
    client_id: options.clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    nonce: random(),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(resource ? { resource } : {}),
    ...options.parameters,
  }).toString();

  let url = start;
  let response = await browse(url, jar, { userAgent });
  let signedIn = false;
  let confirmed = false;
  let renewed = false;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      if (url.href.startsWith(redirectUri) && url.searchParams.size > 0)
        return readReturn(url, { state, verifier, jar });
      response = await browse(url, jar, { userAgent });
      continue;
    }
    const page: Page = { url, status: response.status, html: await response.text() };
    options.onPage?.(page);
    const signIn = formWith(page, 'password');
    const second = formWith(page, 'code');
    const renewal = formWith(page, 'newPassword');
    const consent = formWith(page, 'decision');
    const onward = formWith(page, 'xsrf');
    if (onward) {
      // A form that browsers submit automatically: signs out the previously signed-in user.
      url = onward.action;
      response = await browse(url, jar, { userAgent, form: onward.fields });
    } else if (signIn && !signedIn) {
      if (options.username === undefined) throw new OidcError('login_page', page.status, alertOf(page.html), page.html);
      signedIn = true;
      url = signIn.action;
      const form = { ...signIn.fields, username: options.username, password: options.password ?? '' };
      response = await browse(url, jar, { userAgent, form });
    } else if (second && !confirmed && options.code !== undefined) {
      confirmed = true;
      url = second.action;
      const code = typeof options.code === 'string' ? options.code : await options.code();
      response = await browse(url, jar, { userAgent, form: { ...second.fields, code } });
    } else if (renewal && !renewed && options.newPassword !== undefined) {
      renewed = true;
      url = renewal.action;
      const form = { ...renewal.fields, newPassword: options.newPassword };
      response = await browse(url, jar, { userAgent, form });
    } else if (consent) {
      url = consent.action;
      response = await browse(url, jar, { userAgent, form: { ...consent.fields, decision } });
    } else {
      throw new OidcError(
        signIn || second || renewal ? 'sign_in_refused' : 'error_page',
        page.status,
        alertOf(page.html),
        page.html,
      );
    }
  }
  throw new Error('too many pages without a redirect to the client');
};

const readReturn = (
  returned: URL,
  { state, verifier, jar }: { state: string; verifier: string; jar: CookieJar },
): Authorized => {
  const parameters = returned.searchParams;
  const error = parameters.get('error');
  if (error) throw new OidcError(error, 303, parameters.get('error_description') ?? undefined, returned.href);
  if (parameters.get('state') !== state) throw new Error('the provider returned a different state');
  return { code: parameters.get('code')!, verifier, jar, returned };
};

export const exchange = (
  client: ClientOptions & { redirectUri: string; resource?: string | undefined },
  { code, verifier }: Pick<Authorized, 'code' | 'verifier'>,
): Promise<Tokens> =>
  tokenRequest(client, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: client.redirectUri,
    resource: client.resource,
  });

export interface SignedIn extends Authorized {
  tokens: Tokens;
}

export const signIn = async (options: AuthorizeOptions): Promise<SignedIn> => {
  const authorized = await authorize(options);
  return { ...authorized, tokens: await exchange(options, authorized) };
};

/** Signs out in this browser, confirming on the page. Returns the final URL. */
export const signOut = async (
  issuer: string,
  jar: CookieJar,
  parameters: Record<string, string> = {},
): Promise<{ url: URL; status: number; html: string }> => {
  let url = new URL((await discover(issuer)).end_session_endpoint);
  const { origin } = url;
  url.search = new URLSearchParams(parameters).toString();
  let response = await browse(url, jar);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const location = response.headers.get('location');
    if (location) {
      url = new URL(location, url);
      if (url.origin !== origin) return { url, status: response.status, html: '' };
      response = await browse(url, jar);
      continue;
    }
    const page: Page = { url, status: response.status, html: await response.text() };
    const form = formWith(page, 'xsrf');
    if (!form) return page;
    url = form.action;
    response = await browse(url, jar, { form: { ...form.fields, logout: 'yes' } });
  }
  throw new Error('too many pages without a redirect');
};

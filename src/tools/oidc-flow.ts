/**
 * Signs people in the way a browser and a client do, over HTTP only: pages by the names of their inputs, endpoints from discovery. For tests,
 * the demo and scripts; independent of the service's internals.
 */
import { createHash, randomBytes } from 'node:crypto';
import { alertOf, browse, CookieJar, formWith, type Page } from './browser';

/** An error from the provider: at an endpoint, in the redirect to the client, or on a page. */
export class OidcError extends Error {
  constructor(
    readonly error: string,
    readonly status: number,
    readonly description: string | undefined,
    readonly body: string,
  ) {
    super(`${error}${description ? `: ${description}` : ''} (${status})`);
  }
}

export interface Endpoints {
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  userinfo_endpoint: string;
  introspection_endpoint: string;
  revocation_endpoint: string;
  registration_endpoint: string;
  end_session_endpoint: string;
  jwks_uri: string;
}

const discovered = new Map<string, Promise<Endpoints>>();

export const discover = (issuer: string): Promise<Endpoints> => {
  let found = discovered.get(issuer);
  if (!found) {
    found = fetch(`${issuer}/.well-known/openid-configuration`).then(async (response) => {
      if (!response.ok) throw new OidcError('discovery_failed', response.status, undefined, await response.text());
      return (await response.json()) as Endpoints;
    });
    found.catch(() => discovered.delete(issuer));
    discovered.set(issuer, found);
  }
  return found;
};

export interface ClientOptions {
  issuer: string;
  clientId: string;
  clientSecret?: string | undefined;
}

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

export interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  scope?: string;
  refresh_token?: string;
  id_token?: string;
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

/** Sends a client request to an endpoint. A public client sends its id; a confidential one authenticates. */
export const clientRequest = async (
  url: string,
  { clientId, clientSecret }: Pick<ClientOptions, 'clientId' | 'clientSecret'>,
  parameters: Record<string, string | undefined>,
): Promise<Response> => {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) body.set(name, value);
  if (clientSecret === undefined) body.set('client_id', clientId);
  const basic = [clientId, clientSecret ?? ''].map(encodeURIComponent).join(':');
  return fetch(url, {
    method: 'POST',
    headers: {
      accept: 'application/json',
      ...(clientSecret === undefined ? {} : { authorization: `Basic ${Buffer.from(basic).toString('base64')}` }),
    },
    body,
  });
};

const readJson = async <T>(response: Response): Promise<T> => {
  const text = await response.text();
  if (response.ok) return (text === '' ? {} : JSON.parse(text)) as T;
  let error: { error?: string; error_description?: string } = {};
  try {
    error = JSON.parse(text) as typeof error;
  } catch {
    // Not JSON: use the text itself.
  }
  throw new OidcError(error.error ?? 'http_error', response.status, error.error_description, text);
};

const tokenRequest = async (client: ClientOptions, parameters: Record<string, string | undefined>): Promise<Tokens> =>
  readJson<Tokens>(await clientRequest((await discover(client.issuer)).token_endpoint, client, parameters));

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

export const refresh = (
  client: ClientOptions,
  refreshToken: string,
  { scope, resource }: { scope?: string; resource?: string } = {},
): Promise<Tokens> =>
  tokenRequest(client, { grant_type: 'refresh_token', refresh_token: refreshToken, scope, resource });

export const clientCredentials = (
  client: ClientOptions,
  { scope, resource }: { scope?: string; resource?: string } = {},
): Promise<Tokens> => tokenRequest(client, { grant_type: 'client_credentials', scope, resource });

export interface SignedIn extends Authorized {
  tokens: Tokens;
}

export const signIn = async (options: AuthorizeOptions): Promise<SignedIn> => {
  const authorized = await authorize(options);
  return { ...authorized, tokens: await exchange(options, authorized) };
};

export interface Introspection {
  active: boolean;
  sub?: string;
  username?: string;
  client_id?: string;
  scope?: string;
  aud?: string;
  exp?: number;
  iat?: number;
  token_type?: string;
  jti?: string;
}

export const introspect = async (client: ClientOptions, token: string): Promise<Introspection> =>
  readJson<Introspection>(
    await clientRequest((await discover(client.issuer)).introspection_endpoint, client, { token }),
  );

export const revokeToken = async (client: ClientOptions, token: string, hint?: string): Promise<void> => {
  const { revocation_endpoint: url } = await discover(client.issuer);
  await readJson(await clientRequest(url, client, { token, token_type_hint: hint }));
};

export const userinfo = async (issuer: string, accessToken: string): Promise<Record<string, unknown>> => {
  const { userinfo_endpoint: url } = await discover(issuer);
  return readJson(
    await fetch(url, { headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' } }),
  );
};

/** What an installation can report about itself. */
export interface Installation {
  device_name?: string;
  device_platform?: string;
  device_model?: string;
  device_os_version?: string;
  device_app_version?: string;
  redirect_uris?: string[];
}

export interface RegisteredInstallation extends Installation {
  client_id: string;
  client_secret: string;
}

export const registerInstallation = async (
  issuer: string,
  registrationToken: string,
  installation: Installation,
): Promise<RegisteredInstallation> =>
  readJson(
    await fetch((await discover(issuer)).registration_endpoint, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${registrationToken}`,
        'content-type': 'application/json',
        accept: 'application/json',
      },
      body: JSON.stringify(installation),
    }),
  );

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

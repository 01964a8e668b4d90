/** An OAuth and OpenID client over HTTP only, without a browser; endpoints come from discovery. For tests, the demo and scripts. */

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

export interface Tokens {
  access_token: string;
  token_type: string;
  expires_in: number;
  scope?: string;
  refresh_token?: string;
  id_token?: string;
}

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

/** Sends a request to the token endpoint. */
export const tokenRequest = async (
  client: ClientOptions,
  parameters: Record<string, string | undefined>,
): Promise<Tokens> =>
  readJson<Tokens>(await clientRequest((await discover(client.issuer)).token_endpoint, client, parameters));

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

/** A client of OpenID CIBA in poll mode, over HTTP only. For tests, the demo and scripts. */
import { clientRequest, type ClientOptions, type Tokens } from './oidc-flow';

const GRANT = 'urn:openid:params:grant-type:ciba';

export interface CibaAnswer<T> {
  status: number;
  json: T & { error?: string };
}

const ask = async <T>(
  url: string,
  client: ClientOptions,
  parameters: Record<string, string | undefined>,
): Promise<CibaAnswer<T>> => {
  const response = await clientRequest(url, client, parameters);
  return { status: response.status, json: (await response.json()) as T & { error?: string } };
};

/** Asks a user, by username or e-mail address, to confirm a sign-in; `base` is the issuer's reachable URL. */
export const startAuthentication = (
  base: string,
  client: ClientOptions,
  parameters: Record<string, string | undefined>,
) => ask<{ auth_req_id: string; expires_in: number }>(`${base}/ciba`, client, parameters);

/** Polls once for the result. */
export const pollAuthentication = (base: string, client: ClientOptions, authReqId: string) =>
  ask<Tokens>(`${base}/token`, client, { grant_type: GRANT, auth_req_id: authReqId });

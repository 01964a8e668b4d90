/** Clients: applications, and installations of mobile applications. They are read for each request, so that disabling one takes effect at once. */
import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { applications, type Client } from '../../modules/application';
import type { ApplicationKind } from '../../schema/enums';
import { CIBA_GRANT } from '../ciba';
import { DEVICE_GRANT } from '../device-flow';
import { authenticationOf, CLIENT_FACTS, isStaticScope, scopesOfClient } from '../client-facts';
import { registerInstallation } from '../registration';
import { currentDatabase, currentRequest } from '../request/request-scope';
import { ModelAdapter, type Payload } from './adapter';

const GRANTS: Record<ApplicationKind, string[]> = {
  WEB: ['authorization_code', 'refresh_token'],
  SPA: ['authorization_code', 'refresh_token'],
  MOBILE: ['authorization_code', 'refresh_token', 'client_credentials'],
  MACHINE: ['client_credentials'],
  RESOURCE_SERVER: [],
};

const MAX_CLIENT_ID = 255;

/** A placeholder: the library requires a secret, but only hashes are stored. See library-overrides.ts for how secrets are compared. */
const PLACEHOLDER_SECRET = randomBytes(32).toString('base64url');

/** A signature with an Ed25519 key is named `Ed25519` (RFC 9864) or `EdDSA`, whatever the key says. */
const anyName = ({ alg, ...key }: JWK): JWK => (key.kty === 'OKP' || alg === undefined ? key : { ...key, alg });

const metadataOf = (clientId: string, row: Client): Payload => {
  const { redirectUris, postLogoutRedirectUris, ...facts } = row;
  const scopes = scopesOfClient(row);
  const interactive = GRANTS[row.kind].includes('authorization_code') && redirectUris.length > 0;
  const possible: Record<string, boolean> = {
    authorization_code: interactive,
    refresh_token: interactive || row.deviceAuthorization,
    client_credentials: true,
  };
  const byKey = row.keys.length > 0;
  const authentication = authenticationOf(row.kind, byKey);
  return {
    client_id: clientId,
    client_name: row.applicationName,
    application_type: row.kind === 'MOBILE' ? 'native' : 'web',
    token_endpoint_auth_method: authentication,
    ...(authentication === 'client_secret_basic' ? { client_secret: PLACEHOLDER_SECRET } : {}),
    ...(byKey ? { jwks: { keys: row.keys.map(anyName) } } : {}),
    id_token_signed_response_alg: row.idTokenAlgorithm,
    require_pushed_authorization_requests: row.requirePushedAuthorizationRequests,
    dpop_bound_access_tokens: row.dpopBoundAccessTokens,
    grant_types: [
      ...GRANTS[row.kind].filter((grant) => possible[grant]),
      ...(row.deviceAuthorization ? [DEVICE_GRANT] : []),
      ...(row.mayAskDevices ? [CIBA_GRANT] : []),
    ],
    ...(row.mayAskDevices ? { backchannel_token_delivery_mode: 'poll' } : {}),
    response_types: interactive ? ['code'] : [],
    redirect_uris: interactive ? redirectUris : [],
    post_logout_redirect_uris: postLogoutRedirectUris,
    scope: scopes.filter(isStaticScope).join(' ') || undefined,
    [CLIENT_FACTS]: { ...facts, scopes },
  };
};

/** Read once per request. */
export const findClient = async (id: string): Promise<Client | null> =>
  id.length > MAX_CLIENT_ID || id.includes('\0')
    ? null
    : currentRequest().recall(`client:${id}`, async () => applications(await currentDatabase()).findClient(id));

export class ClientAdapter extends ModelAdapter {
  override async find(id: string): Promise<Payload | undefined> {
    const row = await findClient(id);
    return row ? metadataOf(id, row) : undefined;
  }

  /** Only called by dynamic registration. */
  override async upsert(id: string, payload: Payload): Promise<void> {
    await registerInstallation(id, payload);
  }
}

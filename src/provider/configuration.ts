/** The configuration of oidc-provider: all features that are enabled, and all lifetimes that are not settings. */
import type { JWK } from 'jose';
import type { AccessToken, AdapterFactory, Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type Provider from 'oidc-provider';
import { basePathOf } from '../platform/base-path';
import { newSecret } from '../platform/random';
import { PERMISSIONS } from '../schema/permissions';
import { introspectionPolicy, mayRevoke } from './access';
import { ACR_VALUES } from '../core/mutation/acr';
import { findAccount } from './account';
import { cookiePrefix } from './below-base';
import { bindToBrowser } from './browser-of-interaction';
import { ciba, requestLifetime } from './ciba';
import { CLIENT_KEY_ALGORITHMS } from '../modules/application';
import { mustUsePkce, noteClientKey } from './client-authentication';
import { CLIENT_FACTS } from './client-facts';
import { DEVICE_CODE_LIFETIME, deviceFlow } from './device-flow';
import { loadGrant } from './grants';
import { sessionSeconds } from './lifetimes';
import { logoutSource, postLogoutSource, renderError } from './library-pages';
import { PROOF_ALGORITHMS } from './proofs';
import { promptPolicy } from './prompt-policy';
import { DEVICE_METADATA, INSTALLATION_POLICY, shapeInstallation } from './registration';
import { currentRequest } from './request/request-scope';
import { actorClaims, resourceServerInfo, setSubject } from './resources';
import { LANGUAGE_CODES } from './texts';
import { amendScopes } from './scope-check';
import { SIGNING_ALGORITHMS } from './signing-keys';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Its value does not matter: the check of an extra parameter is where the library lets a request be changed. */
const AMEND = 'offline';

export interface ConfigurationOptions {
  publicUrl: string;
  adapter: AdapterFactory;
  keys: JWK[];
  now(): Date;
  provider(): Provider;
}

/** A JWT cannot end early, so it never outlives what it was issued from. The end of other tokens is read when they are used. */
const accessTokenSeconds = (ctx: KoaContextWithOIDC, { resourceServer }: AccessToken): number => {
  const seconds = resourceServer?.accessTokenTTL ?? currentRequest().lifetimes!.accessToken;
  if (resourceServer?.accessTokenFormat !== 'jwt') return seconds;
  return Math.max(1, Math.min(seconds, ctx.oidc.entities.Grant?.remainingTTL ?? seconds));
};

export const configurationOf = ({ publicUrl, adapter, keys, now, provider }: ConfigurationOptions): Configuration => {
  const graphqlUrl = `${publicUrl}/graphql`;
  const secure = publicUrl.startsWith('https:');
  const prefix = `${cookiePrefix(secure, basePathOf(publicUrl))}castellan`;
  const cookie = { httpOnly: true, sameSite: 'lax', secure, signed: false, overwrite: true } as const;
  return {
    adapter,
    jwks: { keys },
    // Values are random, have 256 bits and are found by their hash. A signature would add nothing and bind a browser to one process.
    cookies: {
      keys: [],
      names: {
        session: `${prefix}_session`,
        interaction: 'castellan_interaction',
        resume: 'castellan_resume',
      },
      long: cookie,
      short: cookie,
    },
    routes: {
      authorization: '/auth',
      token: '/token',
      userinfo: '/userinfo',
      jwks: '/jwks',
      introspection: '/introspect',
      revocation: '/revoke',
      end_session: '/end-session',
      registration: '/register',
      backchannel_authentication: '/ciba',
      pushed_authorization_request: '/par',
      device_authorization: '/device/auth',
      code_verification: '/device',
    },
    scopes: ['openid', 'groups', 'roles', 'offline_access', 'self', 'account', 'admin', ...PERMISSIONS],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'preferred_username', 'updated_at'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
      roles: ['roles'],
    },
    acrValues: ACR_VALUES,
    discovery: { ui_locales_supported: LANGUAGE_CODES },
    responseTypes: ['code', 'id_token'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    clientDefaults: {
      id_token_signed_response_alg: 'RS256',
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
    enabledJWA: {
      idTokenSigningAlgValues: SIGNING_ALGORITHMS,
      clientAuthSigningAlgValues: CLIENT_KEY_ALGORITHMS as 'ES256'[],
      requestObjectSigningAlgValues: ['ES256'],
      userinfoSigningAlgValues: SIGNING_ALGORITHMS,
      introspectionSigningAlgValues: SIGNING_ALGORITHMS,
      authorizationSigningAlgValues: SIGNING_ALGORITHMS,
      dPoPSigningAlgValues: PROOF_ALGORITHMS as 'ES256'[],
    },
    pkce: { required: mustUsePkce },
    assertJwtClientAuthClaimsAndHeader: noteClientKey,
    clockTolerance: 5,
    allowOmittingSingleRegisteredRedirectUri: false,
    extraClientMetadata: { properties: [CLIENT_FACTS, ...DEVICE_METADATA], validator: () => {} },
    extraParams: { [AMEND]: amendScopes },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      deviceFlow,
      clientCredentials: { enabled: true },
      userinfo: { enabled: true },
      introspection: { enabled: true, allowedPolicy: introspectionPolicy(graphqlUrl) },
      revocation: { enabled: true, allowedPolicy: mayRevoke },
      rpInitiatedLogout: { enabled: true, logoutSource, postLogoutSuccessSource: postLogoutSource },
      ciba,
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined as never,
        useGrantedResource: () => true,
        getResourceServerInfo: resourceServerInfo(graphqlUrl),
      },
      registration: {
        enabled: true,
        initialAccessToken: true,
        issueRegistrationAccessToken: false,
        idFactory: () => newSecret('inst').slice(0, 32),
        secretFactory: () => newSecret('sec'),
        policies: { [INSTALLATION_POLICY]: shapeInstallation },
      },
      registrationManagement: { enabled: false },
    },
    findAccount,
    extraTokenClaims: actorClaims as never,
    formats: { customizers: { jwt: setSubject as never } },
    loadExistingGrant: loadGrant(provider),
    interactions: {
      policy: promptPolicy(),
      url: (ctx, interaction) => {
        const path = `/signin/${interaction.uid}`;
        const paths = [path, new URL(interaction.returnTo).pathname];
        bindToBrowser(ctx, interaction as never, { paths, secure });
        return path;
      },
    },
    rotateRefreshToken: true,
    issueRefreshToken: (_ctx, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    // The live predicate decides whether something outlives its session.
    expiresWithSession: () => false,
    // The library only ends families for reuse at the token endpoint; revocation and sign-out end them elsewhere.
    revokeGrantPolicy: (ctx) => ctx.oidc.route === 'token',
    clientBasedCORS: (_ctx, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    renderError,
    ttl: {
      AccessToken: accessTokenSeconds,
      AuthorizationCode: MINUTE,
      BackchannelAuthenticationRequest: requestLifetime,
      DeviceCode: DEVICE_CODE_LIFETIME,
      ClientCredentials: (_ctx, token) =>
        token.resourceServer?.accessTokenTTL ?? currentRequest().lifetimes!.machineToken,
      Grant: () => currentRequest().lifetimes!.family,
      IdToken: HOUR,
      Interaction: HOUR,
      // Never beyond its family: see `addToFamily` of the token repository.
      RefreshToken: () => currentRequest().lifetimes!.refreshToken,
      Session: (_ctx, session) => sessionSeconds(session.uid, now()),
    },
  };
};

/** The configuration of oidc-provider: all features that are enabled, and all lifetimes that are not settings. */
import type { AdapterFactory, Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import type Provider from 'oidc-provider';
import { newSecret } from '../platform/random';
import { PERMISSIONS } from '../schema/permissions';
import { mayIntrospect, mayRevoke } from './access';
import { ACR_VALUES } from '../core/mutation/acr';
import { findAccount } from './account';
import { ciba, requestLifetime } from './ciba';
import { CLIENT_FACTS, clientFacts } from './client-facts';
import { loadGrant } from './grants';
import { sessionSeconds } from './lifetimes';
import { logoutSource, postLogoutSource, renderError } from './library-pages';
import { promptPolicy } from './prompt-policy';
import { DEVICE_METADATA, INSTALLATION_POLICY, shapeInstallation } from './registration';
import { currentRequest } from './request/request-scope';
import { resourceServerInfo } from './resources';
import { LANGUAGE_CODES } from './texts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** Its value does not matter: the check of an extra parameter is where the library lets a request be changed. */
const AMEND = 'offline';

/** OIDC Core §11: a provider may grant offline access without `prompt=consent` if the user has consented to it, which the consent page does. */
const keepOfflineAccess = (ctx: KoaContextWithOIDC): void => {
  const { client, params } = ctx.oidc;
  const requested = typeof ctx.query.scope === 'string' ? ctx.query.scope.split(' ') : [];
  if (!requested.includes('offline_access') || !params || !client!.grantTypeAllowed('refresh_token')) return;
  if (!clientFacts(client!).scopes.includes('offline_access')) return;
  const left = new Set((params.scope as string | undefined)?.split(' ')).add('offline_access');
  params.scope = [...new Set(requested)].filter((scope) => left.has(scope)).join(' ');
};

export interface ConfigurationOptions {
  publicUrl: string;
  adapter: AdapterFactory;
  signingKey: JWK;
  now(): Date;
  provider(): Provider;
}

export const configurationOf = ({
  publicUrl,
  adapter,
  signingKey,
  now,
  provider,
}: ConfigurationOptions): Configuration => {
  const graphqlUrl = `${publicUrl}/graphql`;
  const secure = publicUrl.startsWith('https:');
  const prefix = secure ? '__Host-castellan' : 'castellan';
  const cookie = { httpOnly: true, sameSite: 'lax', secure, signed: false, overwrite: true } as const;
  const own = ['ES256'] as const;
  return {
    adapter,
    jwks: { keys: [signingKey] },
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
    },
    scopes: ['openid', 'offline_access', 'self', 'account', 'admin', ...PERMISSIONS],
    claims: {
      openid: ['sub', 'acr', 'amr', 'auth_time'],
      profile: ['name', 'preferred_username', 'updated_at'],
      email: ['email', 'email_verified'],
    },
    acrValues: ACR_VALUES,
    discovery: { ui_locales_supported: LANGUAGE_CODES },
    responseTypes: ['code'],
    subjectTypes: ['public'],
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    clientDefaults: {
      id_token_signed_response_alg: 'ES256',
      response_types: ['code'],
      grant_types: ['authorization_code'],
    },
    enabledJWA: {
      idTokenSigningAlgValues: [...own],
      clientAuthSigningAlgValues: [...own],
      requestObjectSigningAlgValues: [...own],
      userinfoSigningAlgValues: [...own],
      introspectionSigningAlgValues: [...own],
      authorizationSigningAlgValues: [...own],
    },
    pkce: { required: () => true },
    clockTolerance: 5,
    allowOmittingSingleRegisteredRedirectUri: false,
    extraClientMetadata: { properties: [CLIENT_FACTS, ...DEVICE_METADATA], validator: () => {} },
    extraParams: { [AMEND]: keepOfflineAccess },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      clientCredentials: { enabled: true },
      userinfo: { enabled: true },
      introspection: { enabled: true, allowedPolicy: mayIntrospect(graphqlUrl) },
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
    loadExistingGrant: loadGrant(provider),
    interactions: { policy: promptPolicy(), url: (_ctx, interaction) => `/signin/${interaction.uid}` },
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
      AccessToken: (_ctx, token) => token.resourceServer?.accessTokenTTL ?? currentRequest().lifetimes!.accessToken,
      AuthorizationCode: MINUTE,
      BackchannelAuthenticationRequest: requestLifetime,
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

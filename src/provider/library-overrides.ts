/** Behaviour of oidc-provider that no setting can change. */
import Provider, { type Adapter, type AdapterPayload, type KoaContextWithOIDC } from 'oidc-provider';
import type { Database } from '../database/database';
import { systemClock } from '../platform/clock';
import { newId, newSecret } from '../platform/random';
import { encodeId } from '../platform/type-id';
import { isInItsBrowser } from './browser-of-interaction';
import { APPLICATION_CLAIMS, type ClaimsOfAccount, SUBJECT } from './claims';
import { matchingSecret } from './client-authentication';
import { clientFacts } from './client-facts';
import { authorizeIdToken } from './id-token-alone';
import { currentRequest } from './request/request-scope';
import { originOf } from './resources';
import { signInResult } from './sessions/sign-in-result';
import { verifyIdToken } from './signing-keys';
import { accountIdOfSubject, subjectOf } from './subject';

/** How the library selects the claims of a scope. */
interface ClaimSelection {
  available: ClaimsOfAccount;
  scopes?: string[];
  scope(value?: string): this;
  result(): Promise<Record<string, unknown>>;
}

interface IdToken {
  ctx: KoaContextWithOIDC;
  scope?: string;
  set(claim: string, value: unknown): void;
  issue(options: { use: string }): Promise<string>;
}

interface StructuredToken extends Record<string, unknown> {
  format?: 'opaque' | 'jwt';
  iat: number;
  exp: number;
  expiration: number;
  generateTokenId(): string;
  save(): Promise<string>;
}

export const overrideLibrary = (
  provider: Provider,
  { issuer, publicUrl, database }: { issuer: string; publicUrl: string; database: Database },
): void => {
  const { protocol, host } = new URL(publicUrl);

  // URLs are built from the configuration, whatever the Host header says and wherever TLS ends.
  provider.OIDCContext.prototype.urlFor = (name: string, parameters?: object) =>
    provider.urlFor(name, parameters as never);
  Object.defineProperties(provider.request, {
    protocol: { get: () => protocol.slice(0, -1) },
    host: { get: () => host },
  });

  // Only hashes of secrets are stored.
  provider.Client.prototype.compareClientSecret = function compareClientSecret(this: object, actual: string): boolean {
    const hash = matchingSecret(clientFacts(this).secretHashes, actual);
    currentRequest().secretHash = hash;
    return hash !== null;
  };

  // The library only knows the claims of its configuration. It selects among those; the claims of the application are added here: at the
  // userinfo endpoint all of them, in an ID token those that are meant for it and those of scopes whose claims the library puts there as well.
  const selection = (provider as unknown as { Claims: { prototype: ClaimSelection } }).Claims.prototype;
  const { scope: selectScopes, result: select } = selection;
  selection.scope = function rememberScopes(value = '') {
    this.scopes = value.split(' ');
    return selectScopes.call(this, value);
  };
  selection.result = async function addOwn() {
    const own = Object.entries(this.available[APPLICATION_CLAIMS] ?? {})
      .filter(([, { scope, idToken }]) => idToken || this.scopes?.includes(scope))
      .map(([name, { value }]) => [name, value]);
    const selected = await select.call(this);
    if (selected['sub'] !== undefined) selected['sub'] = this.available[SUBJECT] ?? selected['sub'];
    return { ...selected, ...(Object.fromEntries(own) as Record<string, unknown>) };
  };

  // An ID token alone, in a form. As metadata of a client, the library would refuse it for redirect URIs on the loopback interface.
  const prototype = provider.Client.prototype as unknown as { responseTypeAllowed(type: string): boolean };
  const { responseTypeAllowed } = prototype;
  prototype.responseTypeAllowed = function allowsType(this: object, type: string): boolean {
    const { kind, pkce } = clientFacts(this);
    return responseTypeAllowed.call(this, type) || (type === 'id_token' && kind === 'WEB' && pkce !== 'REQUIRED');
  };

  // It is an authorization of its own. It names who impersonates its subject, as the ID token of a code does (RFC 8693 §4.1).
  const idTokens = provider.IdToken.prototype as unknown as IdToken;
  const { issue } = idTokens;
  idTokens.issue = async function issueWithActor(options): Promise<string> {
    if (options.use !== 'idtoken') return issue.call(this, options);
    const { route, entities } = this.ctx.oidc;
    const impersonatorId =
      route === 'token'
        ? (await originOf(entities.Grant!.jti))?.impersonatorId
        : await authorizeIdToken(this.ctx, this.scope ?? '');
    if (impersonatorId) this.set('act', { sub: await subjectOf(impersonatorId) });
    return issue.call(this, options);
  };

  const { find } = provider.Interaction as unknown as { find(id: string): Promise<object | undefined> };
  const Interaction = provider.Interaction as unknown as { find(id: string): Promise<object | undefined> };
  Interaction.find = async function findInItsBrowser(...args) {
    const found = await find.apply(this, args);
    const ctx = Provider.ctx;
    const resumed = ['resume', 'device_resume'].includes(ctx?.oidc.route ?? '');
    return found && resumed && !isInItsBrowser(ctx!, found as never) ? undefined : found;
  };

  // The cookie is renewed at each sign-in. Renewing it for a consent as well would break what other tabs of the browser are doing.
  const { resetIdentifier } = provider.Session.prototype;
  provider.Session.prototype.resetIdentifier = function renewAtSignIn(): void {
    const known = currentRequest().sessions.get(this.uid);
    const login = signInResult(Provider.ctx);
    const resumed = ['resume', 'device_resume'].includes(Provider.ctx?.oidc.route ?? '');
    const continues =
      known !== undefined && !known.unsaved && (login === undefined || login.at <= known.authenticatedAt);
    if (!continues || !resumed) resetIdentifier.call(this);
    // Two concurrent sign-ins from one anonymous session become two sessions.
    if (resumed && known === undefined && login) this.uid = newSecret('s').slice(2);
  };

  // The library keeps no JWTs. Here each is a row, whose id is its `jti`: it is listed, it ends, and receipts name it.
  for (const model of [provider.AccessToken, provider.ClientCredentials]) {
    const prototype = model.prototype as unknown as StructuredToken;
    const { generateTokenId, save } = prototype;
    prototype.generateTokenId = function idOfRow(): string {
      const id = generateTokenId.call(this);
      if (this.format !== 'jwt') return id;
      // The row and the JWT have the same times, however long the request waits for a lock.
      this.iat = Math.floor(systemClock.now().getTime() / 1000);
      this.exp = this.iat + this.expiration;
      return encodeId('Token', newId());
    };
    prototype.save = async function saveWithRow(): Promise<string> {
      const value = await save.call(this);
      if (this.format === 'jwt') {
        const { IN_PAYLOAD, adapter } = model as unknown as { IN_PAYLOAD: string[]; adapter: Adapter };
        const payload = Object.fromEntries(IN_PAYLOAD.map((name) => [name, this[name]]));
        await adapter.upsert(value, { ...payload, format: 'jwt' } as AdapterPayload, this.expiration);
      }
      return value;
    };
  }

  // Another process may have signed a hint with a key that this process does not hold.
  Object.assign(provider.IdToken, {
    validate: async (token: string, client: { clientId: string }) => {
      const verified = await verifyIdToken(database, token);
      const { iss, aud, sub } = verified.payload;
      if (iss !== issuer) throw new Error('the ID token is from another issuer');
      if (![aud].flat().includes(client.clientId)) throw new Error('the ID token is for another client');
      if (typeof sub !== 'string') throw new Error('the ID token has no subject');
      return { ...verified, payload: { ...verified.payload, sub: await accountIdOfSubject(sub) } };
    },
  });
};

/**
 * The OpenID Provider: oidc-provider over our own tables. `handle` answers everything under /oidc/ and /signin/. It keeps three
 * invariants: what it finds is live by the one predicate, what a request writes is one transaction, and no secret is stored readable.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import type { Config } from '../config';
import type { Database } from '../database/database';
import { loadSealingKeys } from '../database/sealing-keys';
import type { SealingKeys } from '../platform/sealing-keys';
import { UsageRecorder } from '../modules/session';
import type { Clock } from '../platform/clock';
import { sameHash, secretHash } from '../platform/hash';
import { loggable, type Logger } from '../platform/logger';
import { newSecret } from '../platform/random';
import { adapterFactory } from './adapters';
import { clientAddress } from '../platform/client-address';
import { clientFacts } from './client-facts';
import { configurationOf } from './configuration';
import { ImpersonationPages } from './impersonation';
import { Interactions } from './interactions';
import { openLocations } from './location';
import { checkRoutes } from './paths';
import { pipeline, watchFaults } from './pipeline';
import { currentRequest, RequestScope } from './request-scope';
import { signInResult } from './sessions';
import { loadSigningKey, verifyIdToken } from './signing-keys';
import { MAX_USER_AGENT } from './user-agent';

export interface ProviderOptions {
  /** `${publicUrl}/oidc` */
  issuer: string;
  publicUrl: string;
  database: Database;
  logger: Logger;
  config: Config;
  clock: Clock;
  /** Shared with the rest of the service where it has them. */
  usage?: UsageRecorder;
  sealing?: SealingKeys;
}

export interface ProviderService {
  handle(req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void>;
  stop(): Promise<void>;
  provider: Provider;
}

const MOUNT = '/oidc';

export const createProvider = async (options: ProviderOptions): Promise<ProviderService> => {
  const { issuer, publicUrl, database, logger, config, clock } = options;
  const usage = options.usage ?? new UsageRecorder(database, logger, clock);
  const locate = await openLocations(config.geoipDatabase);
  const signingKey = await loadSigningKey(config.dataDir, database);
  const configuration = configurationOf({
    publicUrl,
    adapter: adapterFactory(locate),
    signingKey,
    now: () => clock.now(),
    provider: () => provider,
  });
  checkRoutes(configuration.routes ?? {});
  const provider: Provider = new Provider(issuer, configuration);
  adaptLibrary(provider, { issuer, publicUrl, database });
  const sealing = options.sealing ?? (await loadSealingKeys(config, database, logger));
  const canMail = config.mail !== null;
  const interactions = new Interactions(provider, `${publicUrl}/graphql`, clock, sealing, publicUrl);
  const impersonation = new ImpersonationPages(provider, locate, publicUrl.startsWith('https:'));
  provider.use(pipeline({ provider, database, logger, interactions, impersonation, usage }));
  watchFaults(provider);
  (provider as NodeJS.EventEmitter).on('error', (error: Error) =>
    logger.error({ err: loggable(error) }, 'an answer of the provider could not be sent'),
  );
  const answer = provider.callback();

  const handle = async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    const userAgent = req.headers['user-agent']?.toWellFormed().slice(0, MAX_USER_AGENT) ?? null;
    const scope = new RequestScope(
      database,
      { ip: clientAddress(req, config.trustProxy), userAgent, requestId },
      canMail,
    );
    const url = req.url ?? '/';
    const page = !url.startsWith(`${MOUNT}/`);
    Object.assign(req, { isPage: page, originalUrl: url, url: page ? url : url.slice(MOUNT.length) });
    await scope.run(() => answer(req, res));
  };
  const stop = async (): Promise<void> => {
    if (!options.usage) await usage.stop();
  };
  return { handle, stop, provider };
};

/** The places in which the library's own behaviour is not ours, each replaced where it offers no setting. */
const adaptLibrary = (
  provider: Provider,
  { issuer, publicUrl, database }: { issuer: string; publicUrl: string; database: Database },
): void => {
  const { protocol, host } = new URL(publicUrl);

  // Addresses are those of the configuration, whatever Host header a request carries and whatever proxy ended its TLS.
  provider.OIDCContext.prototype.urlFor = (name: string, parameters?: object) =>
    provider.urlFor(name, parameters as never);
  Object.defineProperties(provider.request, {
    protocol: { get: () => protocol.slice(0, -1) },
    host: { get: () => host },
  });

  // Of secrets only hashes are known, several during a rotation.
  provider.Client.prototype.compareClientSecret = function compareClientSecret(this: object, actual: string): boolean {
    const hash = secretHash(actual);
    const matches = clientFacts(this).secretHashes.filter((known) => sameHash(Buffer.from(known, 'hex'), hash));
    currentRequest().secretHash = matches.length > 0 ? hash : null;
    return matches.length > 0;
  };

  // The cookie is renewed when somebody signs in. Renewing it for a consent too would end what another tab of the browser is about.
  const { resetIdentifier } = provider.Session.prototype;
  provider.Session.prototype.resetIdentifier = function renewAtSignIn(): void {
    const known = currentRequest().sessions.get(this.uid);
    const login = signInResult(Provider.ctx);
    const resumed = Provider.ctx?.oidc.route === 'resume';
    const goesOn = known !== undefined && !known.unsaved && (login === undefined || login.at <= known.authenticatedAt);
    if (!goesOn || !resumed) resetIdentifier.call(this);
    // Two sign-ins at once that began from one anonymous session are two sessions.
    if (resumed && known === undefined && login) this.uid = newSecret('s').slice(2);
  };

  // A hint may be signed by another process, with a key that this one does not hold.
  Object.assign(provider.IdToken, {
    validate: async (token: string, client: { clientId: string }) => {
      const verified = await verifyIdToken(database, token);
      const { iss, aud, sub } = verified.payload;
      if (iss !== issuer) throw new Error('the ID token is of another issuer');
      if (![aud].flat().includes(client.clientId)) throw new Error('the ID token is for another client');
      if (typeof sub !== 'string') throw new Error('the ID token has no subject');
      return verified;
    },
  });
};

/**
 * The OpenID Provider: oidc-provider on our own tables. `handle` serves everything below /oidc/ and /signin/. Three invariants hold: what it finds
 * is live by the live predicate, what a request writes is one transaction, and no secret is stored in readable form.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider from 'oidc-provider';
import type { Config } from '../config';
import type { Database } from '../database/database';
import { isOutage } from '../database/outage';
import { loadSealingKeys } from '../database/sealing-keys';
import type { SealingKeys } from '../platform/sealing-keys';
import { UsageRecorder } from '../modules/session';
import type { Clock } from '../platform/clock';
import { loggable, type Logger } from '../platform/logger';
import { basePathOf } from '../platform/base-path';
import { adapterFactory } from './adapters';
import { Checks } from './checks';
import { configurationOf } from './configuration';
import { ImpersonationPages } from './links/impersonation';
import { Interactions } from './interactions/interactions';
import { openLocations } from './sessions/location';
import { checkRoutes } from './paths';
import { logRefusals, pipeline, watchFaults } from './pipeline';
import { RequestScope } from './request/request-scope';
import { loadSigningKeys, type SigningKeys } from './signing-keys';
import { MAX_USER_AGENT } from './sessions/user-agent';
import { overrideLibrary } from './library-overrides';

export interface ProviderOptions {
  /** `${publicUrl}/oidc` */
  issuer: string;
  publicUrl: string;
  database: Database;
  logger: Logger;
  config: Config;
  clock: Clock;
  /** Shared with the rest of the service if it provides them. */
  usage?: UsageRecorder;
  sealing?: SealingKeys;
}

/** The request as the server knows it. The provider adds the application, for the log. */
export interface IncomingFacts {
  id: string;
  ip: string | null;
  applicationId?: string | null;
}

export interface ProviderService {
  handle(req: IncomingMessage, res: ServerResponse, info: IncomingFacts): Promise<void>;
  stop(): Promise<void>;
  provider: Provider;
  signing: SigningKeys;
}

const MOUNT = '/oidc';

export const createProvider = async (options: ProviderOptions): Promise<ProviderService> => {
  const { issuer, publicUrl, database, logger, config, clock } = options;
  const usage = options.usage ?? new UsageRecorder(database, logger, clock);
  const locate = await openLocations(config.geoipDatabase);
  const signing = await loadSigningKeys(config.dataDir, database);
  if (signing.problem) logger.error(signing.problem);
  const configuration = configurationOf({
    publicUrl,
    adapter: adapterFactory(locate),
    keys: signing.keys,
    now: () => clock.now(),
    provider: () => provider,
  });
  checkRoutes(configuration.routes ?? {});
  const provider: Provider = new Provider(issuer, configuration);
  overrideLibrary(provider, { issuer, publicUrl, database });
  const sealing = options.sealing ?? (await loadSealingKeys(config, database, logger));
  const base = basePathOf(publicUrl);
  const canMail = config.mail !== null;
  const interactions = new Interactions({
    ...{ provider, graphqlUrl: `${publicUrl}/graphql`, clock, sealing, origin: publicUrl },
  });
  const impersonation = new ImpersonationPages(provider, locate, publicUrl.startsWith('https:'));
  provider.use(pipeline({ provider, database, logger, interactions, impersonation, usage, signing }));
  watchFaults(provider);
  logRefusals(provider, logger);
  (provider as NodeJS.EventEmitter).on('error', (error: Error) =>
    logger.error({ err: loggable(error) }, 'a response of the provider could not be sent'),
  );
  const answer = provider.callback();
  const checks = new Checks({ provider, publicUrl, database, usage, clock });

  const handle = async (req: IncomingMessage, res: ServerResponse, info: IncomingFacts): Promise<void> => {
    let fault: unknown;
    try {
      if (await checks.answer(req, res, info)) return;
    } catch (error) {
      if (isOutage(error)) fault = error;
      else logger.error({ err: loggable(error), requestId: info.id }, 'a check failed; the library answers instead');
    }
    const userAgent = req.headers['user-agent']?.toWellFormed().slice(0, MAX_USER_AGENT) ?? null;
    const scope = new RequestScope(
      database,
      { ip: info.ip, userAgent, requestId: info.id },
      canMail,
      base,
      info,
      fault,
    );
    const url = req.url ?? '/';
    const page = !url.startsWith(`${MOUNT}/`);
    Object.assign(req, { isPage: page, originalUrl: url, url: page ? url : url.slice(MOUNT.length) });
    await scope.run(() => answer(req, res));
  };
  const stop = async (): Promise<void> => {
    if (!options.usage) await usage.stop();
  };
  return { handle, stop, provider, signing };
};

/** The composition root: builds the service from its parts and shuts it down. */
import { bootstrap, PLAYGROUND_CLIENT_ID } from './bootstrap';
import { updateBootstrapFile } from './bootstrap-file';
import type { Config } from '../config';
import { connect } from './connect';
import { metricsOf } from './metrics';
import { Database } from '../database/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded';
import { ensurePartitions } from '../database/partitions';
import { smtpMailer } from '../mail/smtp';
import { loadSealingKeys } from '../database/sealing-keys';
import { UsageRecorder } from '../modules/session';
import { basePathOf } from '../platform/base-path';
import { clientAddresses } from '../platform/client-address';
import { systemClock } from '../platform/clock';
import { loggable, type Logger } from '../platform/logger';
import { createProvider } from '../provider';
import { homePage, lookIn, notFoundPage, PLAIN_BRAND, renderPage } from '../provider/pages';
import { createGateways } from '../push';
import { createReadiness } from './readiness';
import { allRules, buildSchema, declarations, printedSchema } from './schema';
import { createGraphql } from '../server/graphql';
import { createCors } from '../server/cors';
import { type Handler, HttpServer, sendText } from '../server/http';
import { createExports, EXPORTS } from '../server/exports';
import { createImports, IMPORTS } from '../server/imports';
import { createMetrics, createOpenMetrics, METRICS } from '../server/metrics';
import { createSchemaFile, SCHEMA_FILE } from '../server/schema-file';
import { assetsDirectory } from '../server/playground/assets';
import { needsOfExamples } from '../server/playground/needs';
import { servePlayground } from '../server/playground/serve';
import { composedModules, jobs } from './modules';
import { startWorker, type Worker } from '../worker/worker';

/** RFC 8414 puts the path of the issuer behind these; clients that do not are answered too. */
const METADATA = ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration'];

const DRAIN_MS = 10_000;

export interface App {
  publicUrl: string;
  /** At once: without the delay for health checks and kept connections. Requests in flight are finished in any case. */
  stop(how?: { atOnce?: boolean }): Promise<void>;
}

/** An abort of `interrupt` ends the wait for the database. */
export const startApp = async (config: Config, logger: Logger, interrupt: AbortSignal): Promise<App> => {
  // Cleanup of what was started, run in reverse order on stop or when a later part fails to start.
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    const clock = systemClock;
    const base = config.publicUrl === null ? '' : basePathOf(config.publicUrl);
    const http = new HttpServer(logger, clientAddresses(config, logger), {
      uploads: [IMPORTS],
      publicUrl: config.publicUrl,
      observed: { log: config.logRequests },
    });
    const port = await http.reserve(config.host, config.port);
    let delayMs = 0;
    let worker: Worker | null = null;
    let embedded: EmbeddedPostgres | null = null;
    if (!config.databaseUrl) {
      embedded = await startEmbeddedPostgres({ dataDir: config.dataDir });
      undo.push(() => embedded!.stop());
    }
    const databaseUrl = config.databaseUrl ?? embedded!.url;
    const source = await connect({ url: databaseUrl, config, clock, logger, signal: interrupt });
    undo.push(() => source.destroy());
    const database = Database.of(source, { canMail: config.mail !== null });
    // If this fails, the worker creates the partitions later. Except at the first start, those of the next months exist already.
    await ensurePartitions(database, clock.now()).catch((error: unknown) =>
      logger.warn({ err: loggable(error) }, 'failed to create partitions'),
    );

    undo.push(
      async () => void (await Promise.all([http.drain({ delayMs, drainMs: DRAIN_MS }), worker?.stop(DRAIN_MS)])),
    );
    const publicHost =
      config.host === '0.0.0.0' || config.host === '::'
        ? 'localhost'
        : config.host.includes(':')
          ? `[${config.host}]`
          : config.host;
    const publicUrl = config.publicUrl ?? `http://${publicHost}:${port}`;
    updateBootstrapFile(config.dataDir, publicUrl, logger);
    await bootstrap(database, config, publicUrl, logger);

    const sealing = await loadSealingKeys(config, database, logger);
    const push = createGateways(config.push, clock);
    undo.unshift(async () => push.forEach((gateway) => gateway.close()));

    const mailer = config.mail && smtpMailer(config.mail);
    undo.unshift(async () => mailer?.close());

    const usage = new UsageRecorder(database, logger, clock);
    const provider = await createProvider({
      issuer: `${publicUrl}/oidc`,
      publicUrl,
      database,
      logger,
      config,
      clock,
      usage,
      sealing,
    });
    const endpoint = {
      database,
      logger,
      usage,
      resource: `${publicUrl}/graphql`,
      services: {
        pushProviders: new Set(push.keys()),
        canMail: mailer !== null,
        sealing,
        publicUrl,
        clock,
        declarations,
        nodes: composedModules.nodes,
      },
    };
    const cors = createCors({ database, clock, origins: new Set(config.corsOrigins), publicUrl });
    const schema = buildSchema();
    const graphql = await createGraphql({
      ...endpoint,
      schema,
      rules: allRules,
      introspection: config.graphqlIntrospection,
    });
    const exportUsers = createExports({ ...endpoint, schema });
    const imports = createImports({ ...endpoint, limitBytes: 1_048_576 * config.importLimitMb });
    undo.splice(
      -1,
      0,
      () => graphql.stop(),
      () => provider.stop(),
      () => usage.stop(),
    );
    const playground = {
      assets: assetsDirectory,
      publicUrl,
      issuer: `${publicUrl}/oidc`,
      graphql: `${publicUrl}/graphql`,
      clientId: PLAYGROUND_CLIENT_ID,
      needs: needsOfExamples(allRules),
    };

    const readiness = createReadiness({
      ...{ database, clock, logger, sealing, signing: provider.signing },
      embeddedIn: embedded && config.dataDir,
      isDraining: () => http.isDraining,
    });
    const schemaFile = createSchemaFile({
      ...endpoint,
      text: printedSchema(schema),
      introspection: config.graphqlIntrospection,
    });
    const metrics = metricsOf(source, database, logger);
    const endpoints: Partial<Record<string, { methods: string; handle: Handler }>> = {
      '/graphql': { methods: 'GET, POST', handle: graphql.handle },
      [SCHEMA_FILE]: { methods: 'GET, HEAD', handle: schemaFile },
      [METRICS]: { methods: 'GET, HEAD', handle: createMetrics(metrics, endpoint) },
      [EXPORTS]: { methods: 'GET', handle: exportUsers },
      [IMPORTS]: { methods: 'POST', handle: imports },
    };
    http.serve(async (request, response, info) => {
      const { path } = info;
      const api = endpoints[path];
      if (api) {
        if (await cors(request, response, api.methods)) return;
        return api.handle(request, response, info);
      }
      if (path.startsWith('/oidc/') || path === '/oidc' || path.startsWith('/signin/'))
        return provider.handle(request, response, info);
      const metadata = METADATA.find((at) => path === at || path === `${at}/oidc` || path === `${at}${base}/oidc`);
      if (metadata) return provider.handle(Object.assign(request, { url: `/oidc${metadata}` }), response, info);
      if (path === '/livez') return sendText(response, 200, 'ok');
      if (path === '/readyz')
        return readiness().then((problem) => sendText(response, problem ? 503 : 200, problem ?? 'ok'));
      if (
        (path === '/playground' || path.startsWith('/playground/')) &&
        (await servePlayground(request, response, path, playground))
      )
        return;
      const page =
        path === '/'
          ? homePage({ graphql: playground.graphql, playground: `${publicUrl}/playground`, issuer: playground.issuer })
          : notFoundPage();
      const { body, headers } = renderPage(page, lookIn('en', PLAIN_BRAND, base));
      response.writeHead(path === '/' ? 200 : 404, headers);
      response.end(request.method === 'HEAD' ? undefined : body);
    });
    worker = startWorker({
      url: databaseUrl,
      database,
      config,
      clock,
      logger,
      push,
      sealing,
      mailer,
      publicUrl,
      jobs,
      letters: composedModules.letters,
    });
    if (config.metricsPort !== null) {
      const open = new HttpServer(logger, () => null);
      open.serve(createOpenMetrics(metrics));
      const metricsPort = await open.listen(config.host, config.metricsPort, 'METRICS_PORT');
      // Until the very end, so that the last values are read.
      undo.unshift(() => open.drain({ delayMs: 0, drainMs: 0 }));
      logger.info({ port: metricsPort }, 'metrics are served without a token on a port of their own');
    }
    await http.listen(config.host, port);
    return {
      publicUrl,
      stop: ({ atOnce = false } = {}) => {
        delayMs = atOnce ? 0 : 1_000 * config.shutdownDelay;
        return stop();
      },
    };
  } catch (error) {
    await stop().catch((fault: unknown) => logger.error({ err: fault }, 'failed to stop after a failed start'));
    throw error;
  }
};

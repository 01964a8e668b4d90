/** The composition root: builds the service from its parts and shuts it down. */
import { DataSource } from 'typeorm';
import { bootstrap, PLAYGROUND_CLIENT_ID } from './bootstrap';
import type { Config } from '../config';
import { createDataSource } from './data-source';
import { Database } from '../database/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded';
import { migrate } from '../database/migrate';
import { ensurePartitions } from '../database/partitions';
import { smtpMailer } from '../mail/smtp';
import { loadSealingKeys } from '../database/sealing-keys';
import { UsageRecorder } from '../modules/session';
import { systemClock } from '../platform/clock';
import { loggable, type Logger } from '../platform/logger';
import { createProvider } from '../provider';
import { homePage, lookIn, notFoundPage, renderPage } from '../provider/pages';
import { signingKeys } from '../provider/signing-key-repository';
import { createGateways } from '../push';
import { allRules, buildSchema, declarations, printedSchema } from './schema';
import { createGraphql } from '../server/graphql';
import { createCors } from '../server/cors';
import { type Handler, HttpServer, sendText } from '../server/http';
import { createExports, EXPORTS } from '../server/exports';
import { createImports, IMPORTS } from '../server/imports';
import { createSchemaFile, SCHEMA_FILE } from '../server/schema-file';
import { assetsDirectory } from '../server/playground/assets';
import { needsOfExamples } from '../server/playground/needs';
import { servePlayground } from '../server/playground/serve';
import { composedModules, jobs } from './modules';
import { startWorker, type Worker } from '../worker/worker';

/** RFC 8414 puts the path of the issuer behind it; clients that do not are answered too. */
const OAUTH_METADATA = '/.well-known/oauth-authorization-server';

const DRAIN_MS = 10_000;

export interface App {
  publicUrl: string;
  stop(): Promise<void>;
}

/** The host and name of a database, without the credentials in its URL. */
const locationOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

/** A problem that only the operator can fix, described in one line. */
export class StartError extends Error {}

const connect = async (url: string, config: Config, logger: Logger): Promise<DataSource> => {
  try {
    await migrate(url);
    return await createDataSource(url, config.databasePoolSize, logger).initialize();
  } catch (error) {
    const { code } = error as { code?: string };
    if (
      code === 'ECONNREFUSED' ||
      code === 'ENOTFOUND' ||
      code === 'ETIMEDOUT' ||
      /timeout|ECONNREFUSED/.test((error as Error).message)
    )
      throw new StartError(
        `the database at ${locationOf(url)} cannot be reached (${code ?? (error as Error).message}); start it or correct DATABASE_URL`,
      );
    if (code === '28P01' || code === '28000')
      throw new StartError(`the database at ${locationOf(url)} refuses this user or password; correct DATABASE_URL`);
    if (code === '3D000')
      throw new StartError(`the database at ${locationOf(url)} does not exist; create it or correct DATABASE_URL`);
    throw error;
  }
};

export const startApp = async (config: Config, logger: Logger): Promise<App> => {
  // Cleanup of what was started, run in reverse order on stop or when a later part fails to start.
  const undo: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let last = undo.pop(); last; last = undo.pop()) await last();
  };
  try {
    const http = new HttpServer(logger, config.trustProxy, new Set([IMPORTS]));
    let embedded: EmbeddedPostgres | null = null;
    if (!config.databaseUrl) {
      embedded = await startEmbeddedPostgres({ dataDir: config.dataDir });
      undo.push(() => embedded!.stop());
    }
    const databaseUrl = config.databaseUrl ?? embedded!.url;
    const source = await connect(databaseUrl, config, logger);
    undo.push(() => source.destroy());
    const database = Database.of(source, { canMail: config.mail !== null });
    const clock = systemClock;
    // If this fails, the worker creates the partitions later. Except at the first start, those of the next months exist already.
    await ensurePartitions(database, clock.now()).catch((error: unknown) =>
      logger.warn({ err: loggable(error) }, 'failed to create partitions'),
    );

    const port = await http.listen(config.host, config.port);
    let worker: Worker | null = null;
    undo.push(async () => void (await Promise.all([http.drain(DRAIN_MS), worker?.stop(DRAIN_MS)])));
    const publicHost =
      config.host === '0.0.0.0' || config.host === '::'
        ? 'localhost'
        : config.host.includes(':')
          ? `[${config.host}]`
          : config.host;
    const publicUrl = config.publicUrl ?? `http://${publicHost}:${port}`;
    await bootstrap(database, config, publicUrl);

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

    const schemaFile = createSchemaFile({
      ...endpoint,
      text: printedSchema(schema),
      introspection: config.graphqlIntrospection,
    });
    const endpoints: Partial<Record<string, { methods: string; handle: Handler }>> = {
      '/graphql': { methods: 'GET, POST', handle: graphql.handle },
      [SCHEMA_FILE]: { methods: 'GET, HEAD', handle: schemaFile },
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
        return provider.handle(request, response, info.id);
      if (path === OAUTH_METADATA || path === `${OAUTH_METADATA}/oidc`)
        return provider.handle(Object.assign(request, { url: `/oidc${OAUTH_METADATA}` }), response, info.id);
      if (path === '/livez') return sendText(response, 200, 'ok');
      if (path === '/readyz')
        return readinessProblem(database, http).then((problem) =>
          sendText(response, problem ? 503 : 200, problem ?? 'ok'),
        );
      if (
        (path === '/playground' || path.startsWith('/playground/')) &&
        (await servePlayground(request, response, path, playground))
      )
        return;
      const page =
        path === '/'
          ? homePage({ graphql: playground.graphql, playground: `${publicUrl}/playground`, issuer: playground.issuer })
          : notFoundPage();
      const { body, headers } = renderPage(page, lookIn('en'));
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
    return { publicUrl, stop };
  } catch (error) {
    await stop().catch((fault: unknown) => logger.error({ err: fault }, 'failed to stop after a failed start'));
    throw error;
  }
};

/** Null if requests can be served, otherwise the reason: shutting down, no database, or no keys. */
const readinessProblem = async (database: Database, http: HttpServer): Promise<string | null> => {
  if (http.isDraining) return 'draining';
  try {
    return (await signingKeys(database).isReady()) ? null : 'no signing keys';
  } catch {
    return 'the database cannot be reached';
  }
};

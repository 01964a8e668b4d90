/** The proxies' configurations of deploy/proxies, run by the proxies themselves: a sign-in, a rolling restart, and what must not pass. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { as, adminToken, createPerson, tokensOf, webApplication } from '../support/graphql';
import { until } from '../support/jobs';
import { isInstalled, isLongRun, operate } from '../support/operate';
import { readPage } from '../support/page-code';
import { type Behind, restartUnderLoad, startBehind } from '../support/rolling';
import { freePort } from '../support/service';
import { undoes } from '../support/undo';

const REQUESTS = Number(process.env.ROLLING_REQUESTS ?? 500);

interface Proxy {
  program: string;
  /** The configuration, and what it includes. */
  files: [string, ...string[]];
  /** The test's proxy has no certificate, and a port of its own. */
  plain(text: string, port: number, directory: string): string;
  args(file: string, directory: string): string[];
}
const PROXIES: Record<string, Proxy> = {
  nginx: {
    program: 'nginx',
    files: ['nginx.conf'],
    plain: (text, port, directory) =>
      text
        .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
        .replace(/^ *ssl_certificate.*\n/gm, '')
        .replace(
          'http {',
          `http {\n${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${directory}/${what};`).join('\n')}\naccess_log off;`,
        ),
    args: (file, directory) => [
      ...['-c', file, '-p', directory, '-e', 'stderr'],
      ...['-g', `daemon off; pid ${directory}/nginx.pid; error_log stderr;`],
    ],
  },
  caddy: {
    program: 'caddy',
    files: ['Caddyfile'],
    plain: (text, port) => `{\n\tadmin off\n}\n${text.replace('id.example.com {', `http://127.0.0.1:${port} {`)}`,
    args: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
  },
  haproxy: {
    program: 'haproxy',
    files: ['haproxy.cfg'],
    plain: (text, port) => text.replace(/bind .*/, `bind 127.0.0.1:${port}`),
    args: (file) => ['-db', '-f', file],
  },
  traefik: {
    program: 'traefik',
    files: ['traefik.yml', 'traefik-routes.yml'],
    plain: (text, port, directory) =>
      text
        .replace("':443'", `'127.0.0.1:${port}'`)
        .replace('/etc/traefik/', `${directory}/`)
        .replace(/^certificatesResolvers:\n(?: .*\n)+/m, '')
        .replace(/^ *tls:\n.*\n/m, '')
        .replace('Host(`id.example.com`)', 'Host(`127.0.0.1`)'),
    args: (file) => [`--configFile=${file}`],
  },
};

let behind: Behind | undefined;
const undo = undoes(afterEach);
afterEach(() => void (behind = undefined));

for (const [name, { program, files, plain, args }] of Object.entries(PROXIES)) {
  operate(
    `${name}: a sign-in, and a rolling restart that loses no request`,
    isLongRun && isInstalled(program),
    async () => {
      const directory = fs.mkdtempSync(path.join(tmpdir(), 'castellan-proxy-'));
      fs.chmodSync(directory, 0o755);
      undo.push(() => fs.rmSync(directory, { recursive: true, force: true }));
      const [port, ...ports] = [await freePort(), await freePort(), await freePort()] as const;
      const url = `http://127.0.0.1:${port}`;
      behind = await startBehind(url, [...ports]);
      undo.push(() => behind!.stop());
      for (const file of files) {
        const text = readPage(`deploy/proxies/${file}`)
          .replaceAll('127.0.0.1:4001', `127.0.0.1:${ports[0]}`)
          .replaceAll('127.0.0.1:4002', `127.0.0.1:${ports[1]}`);
        fs.writeFileSync(path.join(directory, file), plain(text, port, directory));
      }
      const child = spawn(program, args(path.join(directory, files[0]), directory), {
        cwd: directory,
        env: { PATH: `/usr/sbin:/usr/local/sbin:${process.env.PATH}`, HOME: directory },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let log = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
      const ended = new Promise((resolve) => child.once('exit', resolve));
      undo.push(async () => {
        child.kill('SIGTERM');
        await ended;
      });
      const status = (at: string) =>
        fetch(`${url}${at}`).then(
          (response) => response.status,
          () => 0,
        );
      await until(async () => (await status('/readyz')) === 200, `${name} serves:\n${log}`);
      expect(await status('/metrics')).toBe(404);

      const service = { ...behind.base, url, address: url };
      const admin = as(service, await adminToken(service));
      await createPerson(admin, 'alice');
      const web = await webApplication(service, admin);
      const tokens = await tokensOf(web, 'alice', 'openid self');
      const forged = { authorization: `Bearer ${tokens.access_token}`, 'x-forwarded-for': '203.0.113.9' };
      await fetch(`${url}/graphql?query={viewer{kind}}`, { headers: forged });
      const { data } = await admin('{ users(filter: { search: "alice" }) { nodes { sessions { nodes { ip } } } } }');
      expect(JSON.stringify(data)).toContain('127.0.0.1');

      const { client_id: id, client_secret: secret } = behind.base.client;
      const { sent, failed } = await restartUnderLoad(behind, {
        proxyUrl: url,
        requests: REQUESTS,
        client: { id, secret },
      });
      const told = log.split('\n').filter((line) => failed.length > 0 && /\[error\]|error/.test(line));
      expect({ failed, log: told.slice(-20) }).toEqual({ failed: [], log: [] });
      expect(sent).toBeGreaterThanOrEqual(REQUESTS);
    },
  );
}

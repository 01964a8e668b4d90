/** docs/operate.md: the blocks that no other test of this folder runs. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import * as graphql from '../support/graphql';
import { isInstalled } from '../support/operate';
import { type Block, DocumentPage, readPage } from '../support/page-code';
import { startWithAdmin } from '../support/start';
import { clientCredentials } from '../../src/tools/oidc-flow';

const ROOT = resolve(__dirname, '../..');
const page = new DocumentPage('docs/operate.md');

const [kubernetes] = page.section('Kubernetes') as [Block];
const hasKubectl = isInstalled('kubectl');
if (!hasKubectl) console.warn('The commands for Kubernetes are not run: kubectl is not installed.');

/** kubectl without a cluster: it checks what it would create, and prints it. */
const OFFLINE_KUBECTL = `#!/bin/bash
case "$*" in
  *'create '*) exec "$KUBECTL" "$@" --dry-run=client --output=yaml ;;
  'apply -k '*) exec "$KUBECTL" kustomize "$3" ;;
  *'rollout status '*) ;;
  *) echo "unexpected: $*" >&2; exit 1 ;;
esac
`;

(hasKubectl ? test : test.skip)('the commands for Kubernetes make the objects of the manifests', () => {
  const directory = mkdtempSync(join(tmpdir(), 'castellan-kubectl-'));
  try {
    const real = execFileSync('bash', ['--norc', '-c', 'command -v kubectl']).toString().trim();
    writeFileSync(join(directory, 'kubectl'), OFFLINE_KUBECTL);
    chmodSync(join(directory, 'kubectl'), 0o755);
    const output = execFileSync('bash', ['--norc', '-euo', 'pipefail', '-c', page.run(kubernetes.code)], {
      cwd: ROOT,
      env: { PATH: `${directory}:${process.env.PATH}`, KUBECTL: real },
    }).toString();
    for (const kind of ['Namespace', 'Secret', 'StatefulSet', 'Service', 'Ingress', 'NetworkPolicy'])
      expect(output).toMatch(new RegExp(`^kind: ${kind}$`, 'm'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test('Prometheus gets the metrics with the application that the page describes', async () => {
  const [{ code }] = page.section('Metrics') as [Block];
  const { scrape_configs: scrapes } = parse(page.run(code)) as {
    scrape_configs: { oauth2: { token_url: string; scopes: string[] } }[];
  };
  const { token_url: tokenUrl, scopes } = scrapes[0]!.oauth2;
  const { service, admin, stop } = await startWithAdmin();
  try {
    expect(new URL(tokenUrl).pathname).toBe(new URL(`${graphql.issuerOf(service)}/token`).pathname);
    const scraper = await graphql.createApplication(service, admin, { name: 'Prometheus', kind: 'MACHINE', scopes });
    const { access_token: token } = await clientCredentials(scraper, { scope: scopes.join(' ') });
    const ask = (headers: Record<string, string>) => fetch(`${service.address}/metrics`, { headers });
    expect((await ask({})).status).toBe(401);
    const answer = await ask({ authorization: `Bearer ${token}` });
    expect(answer.status).toBe(200);
    // Every metric of the page's table is there, those that need a request to begin with apart.
    const text = await answer.text();
    const named = [...page.text.matchAll(/`(castellan_[a-z_]+)`/g)].map(([, name]) => name!);
    expect([...new Set(named)].filter((name) => !text.includes(`# TYPE ${name} `))).toEqual([]);
  } finally {
    await stop();
  }
});

test('the variable for traces is set as the page says', () => {
  const [{ code }] = page.section('Traces') as [Block];
  const output = execFileSync('bash', [
    '--norc',
    '-c',
    `${page.run(code)}echo "$OTEL_EXPORTER_OTLP_ENDPOINT"`,
  ]).toString();
  expect(URL.canParse(output.trim())).toBe(true);
});

test('every other block is run by the test of its section', () => {
  for (const [title, file] of [
    ['Backup and restore', 'test/operate/backup.test.ts'],
    ['A standby, and a failover', 'test/operate/failover.test.ts'],
  ] as const) {
    const test = readPage(file);
    expect(test).toContain(`## ${title}`);
    expect(test).toContain('blocksOf(page)');
    for (const { code } of page.section(title)) page.run(code);
  }
  expect(page.left).toEqual(hasKubectl ? [] : [kubernetes.code.split('\n')[0]]);
});

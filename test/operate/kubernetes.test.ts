/** The manifests of deploy/kubernetes agree with the settings, the paths, the ports and the account of the image. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { SETTINGS, readConfig } from '../../src/config';
import { readPage } from '../support/page-code';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Manifest = any;
const DIRECTORY = 'deploy/kubernetes';
const files = readdirSync(path.resolve(__dirname, '../..', DIRECTORY));
const parse = (file: string): Manifest[] =>
  parseAllDocuments(readPage(`${DIRECTORY}/${file}`)).map((document) => {
    expect([file, document.errors]).toEqual([file, []]);
    return document.toJS() as Manifest;
  });
const manifests = files.flatMap(parse);
const kind = (name: string): Manifest => manifests.find((one) => one.kind === name);
const pod = () => kind('StatefulSet').spec.template;
const container = () => pod().spec.containers[0];
const image = () => Object.fromEntries([...readPage('Dockerfile').matchAll(/(\w+)=(\S+)/g)].map(([, a, b]) => [a, b]));

test('kustomization lists every manifest but the template of the secret', () => {
  const { resources } = kind('Kustomization');
  expect([...resources].sort()).toEqual(
    files.filter((file) => !['kustomization.yaml', 'secret.example.yaml'].includes(file)).sort(),
  );
});

test('every variable is a setting, secrets are in the secret only, and the values are accepted', () => {
  const config = kind('ConfigMap').data as Record<string, string>;
  const secret = kind('Secret').stringData as Record<string, string>;
  for (const name of [...Object.keys(config), ...Object.keys(secret)]) expect(Object.keys(SETTINGS)).toContain(name);
  const isSecret = (name: string): boolean => SETTINGS[name]!.secret === true;
  expect(Object.keys(config).filter(isSecret)).toEqual([]);
  expect(Object.keys(secret).filter((name) => !isSecret(name))).toEqual([]);
  // The page creates the same secret.
  const page = readPage('docs/operate.md');
  for (const name of Object.keys(secret)) expect(page).toContain(`--from-literal=${name}=`);
  const read = readConfig({ ...config, DATABASE_URL: secret['DATABASE_URL'] });
  expect(config['TRUST_PROXY']).toBe('true');
  expect(read.publicUrl).toBe('https://id.example.com');
  expect(`https://${kind('Ingress').spec.rules[0].host}`).toBe(read.publicUrl);
});

test('ports, probes and the time to stop', () => {
  const config = kind('ConfigMap').data as Record<string, string>;
  const ports = Object.fromEntries(
    container().ports.map(({ name, containerPort }: { name: string; containerPort: number }) => [name, containerPort]),
  ) as Record<string, number>;
  expect(ports).toEqual({ http: Number(image().PORT), metrics: Number(config['METRICS_PORT']) });
  expect(pod().metadata.annotations['prometheus.io/port']).toBe(config['METRICS_PORT']);
  const { startupProbe, livenessProbe, readinessProbe } = container();
  expect([startupProbe, livenessProbe, readinessProbe].map(({ httpGet }) => [httpGet.path, httpGet.port])).toEqual([
    ['/livez', 'http'],
    ['/livez', 'http'],
    ['/readyz', 'http'],
  ]);
  const delay = Number(config['SHUTDOWN_DELAY']);
  expect(pod().spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(delay + 15);
  // A pod is taken out of the service before it closes its port.
  expect(delay).toBeGreaterThan(readinessProbe.periodSeconds * readinessProbe.failureThreshold + 5);
  expect(startupProbe.periodSeconds * startupProbe.failureThreshold).toBeGreaterThan(Number(config['DATABASE_WAIT']));
});

test('the account and the directories of the image, and no rights beyond them', () => {
  const { securityContext, volumes } = pod().spec;
  expect(readPage('Dockerfile')).toMatch(/^USER node$/m);
  // The uid of `node` in the official image.
  expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 });
  expect(container().securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  const mounts = container().volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
  expect(mounts).toEqual([image().DATA_DIR, '/tmp']);
  const claims = kind('StatefulSet').spec.volumeClaimTemplates as Manifest[];
  expect([...volumes, ...claims.map(({ metadata }) => metadata)].map(({ name }) => name).sort()).toEqual([
    'data',
    'tmp',
  ]);
});

test('selectors and names lead to each other', () => {
  const { labels } = pod().metadata;
  const selectors = manifests.flatMap((one: Manifest) =>
    one.kind === 'Service'
      ? [one.spec.selector]
      : one.kind === 'NetworkPolicy'
        ? [one.spec.podSelector.matchLabels]
        : ['StatefulSet', 'PodDisruptionBudget'].includes(one.kind)
          ? [one.spec.selector.matchLabels]
          : [],
  );
  expect(selectors).toEqual(Array.from({ length: 5 }, () => labels));
  const services = manifests
    .filter((one: Manifest) => one.kind === 'Service')
    .map((one: Manifest) => one.metadata.name);
  expect(services).toContain(kind('StatefulSet').spec.serviceName);
  expect(services).toContain(kind('Ingress').spec.rules[0].http.paths[0].backend.service.name);
  expect(kind('StatefulSet').spec.replicas).toBeGreaterThan(1);
});

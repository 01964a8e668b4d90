/** docs/operate.md: its commands are run by the suites beside this one; what only a cluster or Prometheus could run is read here. */
import { parse } from 'yaml';
import { DocumentPage, readPage } from '../support/page-code';

const page = new DocumentPage('docs/operate.md');

test('every block is run by a suite, or agrees with what it is about', () => {
  // backup.test.ts and failover.test.ts take these sections as a whole.
  for (const title of ['Backup and restore', 'A standby, and a failover'])
    for (const { code } of page.section(title)) page.run(code);

  const [apply] = page.section('Kubernetes');
  const secret = parse(readPage('deploy/kubernetes/secret.example.yaml')) as { stringData: Record<string, string> };
  const literals = [...page.run(apply!.code).matchAll(/--from-literal=(\w+)=/g)].map(([, name]) => name);
  expect(literals.sort()).toEqual(Object.keys(secret.stringData).sort());

  const [scrape] = page.section('Metrics');
  const { scrape_configs: jobs } = parse(page.run(scrape!.code)) as { scrape_configs: { oauth2: object }[] };
  expect(jobs[0]!.oauth2).toMatchObject({ scopes: ['metrics:read'] });

  const [traces] = page.section('Traces');
  const variable = /export (\w+)=/.exec(page.run(traces!.code))![1]!;
  expect(readPage('src/app/tracing.ts')).toContain(`'${variable}'`);
  expect(page.left).toEqual([]);
});

/** docs/applications.md is true: its examples run as they are written. */
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import * as graphql from '../support/graphql';
import { DocumentPage, type Reading, startReading } from '../support/page-code';

jest.setTimeout(60_000);

const page = new DocumentPage('docs/applications.md');
const commandsOf = (title: string): string[] =>
  page
    .section(title)
    .filter(({ tag }) => tag === 'bash')
    .map(({ code }) => code);
const [setup] = commandsOf('Protocol settings');

let { service, reader, stop } = {} as Reading;
beforeAll(async () => {
  ({ service, reader, stop } = await startReading(page));
  for (const { file, code } of page.blocks) if (file) reader.save(file, code);
});
afterAll(() => stop?.());

it('a program with a key of its own gets a token, and no secret', async () => {
  const { stdout, stderr } = await reader.bash([setup, ...commandsOf('Keys instead of a secret')].join(''));
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ data: { users: { totalCount: 1 } } });
});

it('an installation of a mobile application registers itself, and is a device', async () => {
  const { stdout, stderr } = await reader.bash([setup, ...commandsOf('Mobile applications')].join(''));
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ client_id: expect.any(String), client_secret: expect.any(String) });
  const admin = graphql.as(service, await graphql.adminToken(service));
  const { devices } = await graphql.ok(admin('{ devices { nodes { name platform } } }'));
  expect(devices.nodes).toEqual([{ name: 'Phone', platform: 'IOS' }]);
});

it('gives claims with the operation that it shows', async () => {
  const admin = graphql.as(service, await graphql.adminToken(service));
  const { applicationId } = await graphql.webApplication(service, admin);
  const { code } = page.section('Claims about users').find(({ tag }) => tag === 'graphql')!;
  const { updateApplication } = await graphql.ok(admin(page.run(code).replace('app_…', applicationId)));
  expect(updateApplication.application.claims.map(({ name }: { name: string }) => name)).toEqual([
    'department',
    'memberOf',
  ]);
});

describeInBrowser('on a device without a browser', () => {
  let browser: Browser;
  beforeAll(async () => void (browser = (await launchBrowser())!));
  afterAll(() => browser?.close());

  it('a user signs in with the code that it shows', async () => {
    const [begin, poll] = commandsOf('Devices without a browser');
    const begun = await reader.bash(`${setup}${begin}declare -p television codes >terminal`);
    expect(begun.stderr).toBe('');

    const tab = await browser.newPage();
    await tab.goto(begun.stdout.trim());
    await tab.getByRole('button', { name: 'Continue' }).click();
    await tab.locator('#username').fill(service.admin.username);
    await tab.locator('#password').fill(service.admin.password);
    await tab.getByRole('button', { name: 'Sign in' }).click();
    await tab.locator('button[name=decision][value=allow]').click();
    await tab.getByText('Your device is signed in').waitFor();

    const { stdout } = await reader.bash(`${setup}. ./terminal\n${poll}`);
    expect(JSON.parse(stdout)).toMatchObject({ token_type: 'Bearer', scope: 'openid self' });
  });
  it('runs every block', () => expect(page.left).toEqual([]));
});

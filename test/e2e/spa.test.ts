/** examples/spa in Chromium, on an origin of its own: signs in, shows and ends what a user has, notices a dead token, and signs out. */
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { type Running, startNode } from '../support/example';
import * as graphql from '../support/graphql';
import { buildHousehold, type Household } from '../support/household';
import { DocumentPage, type Reader, readerBeside } from '../support/page-code';
import { freePort } from '../support/service';
import { startWithAdmin, type WithAdmin } from '../support/start';

const START = resolve(__dirname, '../../examples/spa/start.mjs');

jest.setTimeout(90_000);

describeInBrowser('the example of a single-page application', () => {
  let started: WithAdmin;
  let home: Household;
  let origin: string;
  let clientId: string;
  let readme: DocumentPage;
  let reader: Reader;
  let application: Running;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    started = await startWithAdmin();
    const { service, admin } = started;
    home = await buildHousehold(service, admin);
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    // As its README says.
    readme = new DocumentPage('examples/spa/README.md', (text) => text.replaceAll('5173', String(port)));
    reader = readerBeside(service, readme);
    const { stdout } = await reader.bash(`${readme.blocks[0]!.code}\necho "$CLIENT_ID"`);
    clientId = stdout.trim();
    // The issuer is the one in `.data`; PORT is the variable of the service.
    application = await startNode([START], {
      ...{ cwd: reader.directory, ready: /runs at/ },
      env: { CLIENT_ID: clientId, SPA_PORT: String(port), PORT: new URL(service.address).port },
    });
    browser = (await launchBrowser())!;
    context = await browser.newContext();
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/CORS|Content-Type/.test(message.text())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/graphql'))
        requests.push((request.postDataJSON() as { operationName: string }).operationName);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await application?.stop();
    await started?.stop();
    reader?.remove();
  });

  const list = (name: string) => page.getByRole('region', { name });
  const rows = (name: string) => list(name).getByRole('listitem');
  const signIn = async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    const [username, allow] = [page.locator('#username'), page.locator('button[name=decision][value=allow]')];
    // The provider remembers the browser, and the user's consent.
    await Promise.race([username.waitFor(), allow.waitFor(), page.getByTestId('username').waitFor()]).catch(() => {});
    if (await username.isVisible()) {
      await username.fill(home.alice.username);
      await page.locator('#password').fill(graphql.PASSWORD);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await Promise.race([allow.waitFor(), page.getByTestId('username').waitFor()]);
    }
    if (await allow.isVisible()) await allow.click();
    await page.getByTestId('username').getByText(home.alice.username).waitFor();
  };
  /** The tokens that oidc-client-ts keeps in this tab. */
  const tokensOfTab = async () =>
    page.evaluate(() => {
      const key = Object.keys(sessionStorage).find((name) => name.startsWith('oidc.user:'));
      return JSON.parse(sessionStorage.getItem(key!)!) as { access_token: string; refresh_token: string };
    });

  it('signs in with code and PKCE, and shows the sessions, devices and consents of the user', async () => {
    await page.goto(origin);
    await signIn();
    expect(page.url()).toBe(`${origin}/`);
    await rows('Sessions').nth(4).waitFor();
    expect(await rows('Sessions').count()).toBe(5);
    expect(await rows('Sessions').filter({ hasText: '(this one)' }).count()).toBe(1);
    await rows('Devices').nth(1).waitFor();
    expect((await rows('Devices').allInnerTexts()).map((text) => text.split(',')[0]).sort()).toEqual([
      'Phone',
      'Tablet',
    ]);
    await rows('Consents').nth(3).waitFor();
    expect(await rows('Consents').count()).toBe(4);
  });

  it('ends another session, a device and a consent; the lists follow without being read again', async () => {
    requests.length = 0;
    const other = rows('Sessions').filter({ hasNotText: '(this one)' });
    await other.last().getByRole('button', { name: 'End' }).click();
    await rows('Sessions').nth(4).waitFor({ state: 'detached' });
    expect(await rows('Sessions').count()).toBe(4);
    await rows('Devices').filter({ hasText: 'Tablet' }).getByRole('button', { name: 'Remove' }).click();
    await rows('Devices').nth(1).waitFor({ state: 'detached' });
    expect(await rows('Devices').allInnerTexts()).toEqual([expect.stringContaining('Phone')]);
    await rows('Consents').filter({ hasText: 'Other' }).getByRole('button', { name: 'Revoke' }).click();
    await rows('Consents').nth(3).waitFor({ state: 'detached' });
    expect(requests).toEqual(['RevokeSession', 'RemoveMyDevice', 'RevokeConsent']);

    const { user } = await graphql.ok(
      started.admin(
        'query ($id: ID!) { user(by: { id: $id }) { devices { nodes { device { name } } } consents { nodes { application { name } } } } }',
        { id: home.alice.id },
      ),
    );
    expect(user.devices.nodes).toEqual([{ device: { name: 'Phone' } }]);
    expect(user.consents.nodes).toHaveLength(3);
  });

  it('a dead token leads back to the sign-in', async () => {
    await rows('Consents').filter({ hasText: 'My access' }).getByRole('button', { name: 'Revoke' }).click();
    await rows('Consents').nth(2).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Check again' }).click();
    await page.getByText('Your access has ended. Sign in again.').waitFor();
    expect(
      await page.evaluate(() => Object.keys(sessionStorage).filter((name) => name.startsWith('oidc.user:'))),
    ).toEqual([]);
    await signIn();
    expect(await rows('Sessions').filter({ hasText: '(this one)' }).count()).toBe(1);
  });

  it('signs out: both tokens are dead, and so is the session at the provider', async () => {
    const { access_token: access, refresh_token: refresh } = await tokensOfTab();
    const introspect = async (token: string) =>
      (
        await graphql.ok(
          started.admin(
            'mutation ($input: IntrospectTokenInput!) { introspectToken(input: $input) { active errors { code } } }',
            {
              input: { token },
            },
          ),
        )
      ).introspectToken.active as boolean;
    expect([await introspect(access), await introspect(refresh)]).toEqual([true, true]);
    const confirm = page.locator('button[name=logout][value=yes]');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await Promise.race([confirm.waitFor(), page.getByRole('alert').waitFor()]);
    expect(await page.getByRole('alert').allInnerTexts()).toEqual([]);
    // Revoked, before the user has confirmed anything at the provider.
    expect([await introspect(access), await introspect(refresh)]).toEqual([false, false]);
    await confirm.click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(page.url().startsWith(`${origin}/`)).toBe(true);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('#username').waitFor();
  });

  it.each([
    ['a port that is in use', () => ({ CLIENT_ID: clientId, SPA_PORT: new URL(origin).port }), /^Port \d+ is in use\./],
    ['a missing client id', () => ({}), /^Set CLIENT_ID /],
  ])('says in one line what is wrong: %s', async (_name, env: () => Record<string, string>, line) => {
    const { message } = await startNode([START], { cwd: reader.directory, env: env(), ready: /runs at/ }).then(
      () => new Error('it started'),
      (error: Error) => error,
    );
    const [, ...output] = message.trim().split('\n');
    expect(output).toEqual([expect.stringMatching(line)]);
  });

  it('nothing was blocked on the way', () => {
    expect(complaints).toEqual([]);
  });
  it('runs every block of its README', () => expect(readme.left).toEqual([]));
});

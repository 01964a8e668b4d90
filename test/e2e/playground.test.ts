/** A person at /playground: signs in through the provider, asks, changes something, and is told when the token is dead. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { startService } from '../support/service';

type Service = Awaited<ReturnType<typeof startService>>;

const pictures = join(__dirname, '../../test-results');

let browser: Browser;
let service: Service;
let page: Page;
const complaints: string[] = [];

jest.setTimeout(90_000);

describeInBrowser('the playground in a browser', () => {
  beforeAll(async () => {
    browser = (await launchBrowser())!;
    mkdirSync(pictures, { recursive: true });
    service = await startService();
    page = await (await browser.newContext({ viewport: { width: 1400, height: 850 } })).newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
    });
    page.on('request', (request) => {
      const address = request.url();
      if (!address.startsWith(service.url) && !/^(data|blob):/.test(address)) complaints.push(`asked for ${address}`);
    });
  });

  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });

  it('asks to sign in, and keeps what was typed meanwhile', async () => {
    await page.goto(`${service.url}/playground`);
    await page.getByText('Sign in to run operations').waitFor();
    await typeOperation('query Mine { viewer { kind permissions user { id username } } }');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.locator('#username').fill(service.admin.username);
    await page.locator('#password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.screenshot({ path: join(pictures, 'sign-in.png') });
    expect(await page.locator('#username').inputValue()).toBe(service.admin.username);
  });

  it('signs in with the right password and shows who it is', async () => {
    await signIn();
    await page.screenshot({ path: join(pictures, 'playground-signed-in.png') });
    expect(page.url()).toBe(`${service.url}/playground`);
    expect(await page.getByTestId('username').innerText()).toBe(service.admin.username);
    expect(await page.locator('.graphiql-tab').first().innerText()).toContain('Mine');
  });

  it('runs a query', async () => {
    const answer = await execute();
    await page.screenshot({ path: join(pictures, 'playground-query.png') });
    expect(answer.errors).toBeUndefined();
    expect(answer.data.viewer.user.username).toBe(service.admin.username);
  });

  it('runs a mutation', async () => {
    const { data } = await execute();
    const userId = data.viewer.user.id as string;
    await typeOperation(
      `mutation Rename { updateUser(input: { userId: "${userId}", name: "Ada" }) { user { name } errors { message } } }`,
    );
    const answer = await execute();
    await page.screenshot({ path: join(pictures, 'playground-mutation.png') });
    expect(answer.data.updateUser).toEqual({ user: { name: 'Ada' }, errors: [] });
  });

  it('opens an example with more than one operation, and runs the one that is chosen', async () => {
    await page.getByRole('button', { name: 'Show Examples' }).click();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.locator('.graphiql-tab-active', { hasText: 'SettingsNow' }).waitFor();
    await page.getByRole('button', { name: /execute/i }).click();
    await page.screenshot({ path: join(pictures, 'playground-example.png') });
    const [response] = await Promise.all([
      page.waitForResponse((candidate) => candidate.url() === `${service.url}/graphql`),
      page.getByRole('menuitem', { name: 'ChangeSettings' }).click(),
    ]);
    const { data } = (await response.json()) as { data: unknown };
    expect(data).toMatchObject({ updateSettings: { settings: { sessionsLimitPerUser: { value: 10 } }, errors: [] } });
    await page.getByRole('button', { name: 'Hide Examples' }).click();
  });

  it('says that the session has ended once it was revoked, and signs in again', async () => {
    const { data } = await execute('query Mine { viewer { session { id } } }');
    const sessionId = data.viewer.session.id as string;
    await execute(`mutation End { revokeSession(input: { sessionId: "${sessionId}" }) { errors { message } } }`);
    const answer = await execute('query Again { viewer { kind } }');
    expect(answer.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    await page.getByText('This session has ended').waitFor();
    await page.screenshot({ path: join(pictures, 'playground-ended.png') });
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await signIn();
    expect((await execute('query Again { viewer { kind } }')).data.viewer.kind).toBe('USER');
  });

  it('signs out through the provider', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('button[name=logout][value=yes]').click();
    await page.waitForURL(`${service.url}/playground*`);
    await page.getByText('Sign in to run operations').waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it('fetched nothing from elsewhere and broke no rule of its content security policy', async () => {
    expect(complaints).toEqual([]);
  });
});

/** From the provider's form, past the consent page if there is one, to the playground. */
async function signIn(): Promise<void> {
  await page.locator('#username').fill(service.admin.username);
  await page.locator('#password').fill(service.admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const allow = page.locator('button[name=decision][value=allow]');
  await allow.or(page.getByTestId('username')).waitFor();
  if (await allow.isVisible()) await allow.click();
  await page.getByTestId('username').waitFor();
}

async function typeOperation(operation: string): Promise<void> {
  await page.locator('.graphiql-query-editor .monaco-editor').first().click();
  await page.keyboard.press('Control+A');
  await page.keyboard.insertText(operation);
  // GraphiQL has taken the text in when the tab bears the operation's name.
  const name = /\w+ (\w+)/.exec(operation)![1]!;
  await page.locator('.graphiql-tab-active', { hasText: name }).waitFor();
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function execute(operation?: string): Promise<any> {
  if (operation) await typeOperation(operation);
  const [response] = await Promise.all([
    page.waitForResponse((candidate) => candidate.url() === `${service.url}/graphql`),
    page.getByRole('button', { name: /execute/i }).click(),
  ]);
  return response.json();
}

/** A person at /playground: signs in through the provider, asks, changes something, and is told when the token is dead. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { examples } from '../../src/server/playground/examples';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { createPerson, PASSWORD } from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

const pictures = join(__dirname, '../../test-results');

let browser: Browser;
let { service, admin, stop } = {} as WithAdmin;
let page: Page;
/** Secrets that went over the wire or were typed: none may be stored. */
const secrets = new Set<string>();
const complaints: string[] = [];

jest.setTimeout(90_000);

describeInBrowser('the playground in a browser', () => {
  beforeAll(async () => {
    browser = (await launchBrowser())!;
    mkdirSync(pictures, { recursive: true });
    ({ service, admin, stop } = await startWithAdmin());
    page = await newPage(await browser.newContext({ viewport: { width: 1280, height: 720 } }));
  });

  afterAll(async () => {
    await browser?.close();
    await stop?.();
  });

  it('opens one tab, and scrolls no further than its content', async () => {
    await page.goto(`${service.url}/playground`);
    await page.locator('.graphiql-tab').first().waitFor();
    expect(await page.locator('.graphiql-tab').count()).toBe(1);
    for (const size of [
      { width: 1280, height: 720 },
      { width: 800, height: 600 },
    ]) {
      await page.setViewportSize(size);
      await expectNoEmptyScroll(size);
      await page.getByRole('button', { name: 'Show Examples' }).click();
      await expectNoEmptyScroll(size);
      await page.screenshot({ path: join(pictures, `playground-${size.width}.png`) });
      await page.getByRole('button', { name: 'Hide Examples' }).click();
    }
    await page.setViewportSize({ width: 1280, height: 720 });
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

  it('opens an example with more than one operation in the same tab, and runs the one that is chosen', async () => {
    await openExample('My account');
    const before = await page.locator('.graphiql-tab').count();
    await openExample('Settings');
    await page.locator('.graphiql-tab-active', { hasText: 'SettingsNow' }).waitFor();
    expect(await page.locator('.graphiql-tab').count()).toBe(before);
    await page.getByRole('button', { name: /execute/i }).click();
    await page.screenshot({ path: join(pictures, 'playground-example.png') });
    const [response] = await Promise.all([
      page.waitForResponse((candidate) => candidate.url() === `${service.url}/graphql`),
      page.getByRole('menuitem', { name: 'ChangeSettings' }).click(),
    ]);
    const { data } = (await response.json()) as { data: unknown };
    expect(data).toMatchObject({ updateSettings: { settings: { sessionsLimitPerUser: { value: 10 } }, errors: [] } });
  });

  it('stores no secret: no token, no password, no header, no client secret of an answer', async () => {
    const password = 'a typed password of 4711';
    await typeOperation(
      `mutation Register { createApplication(input: { name: "With a secret", kind: MACHINE, scopes: ["users:read"], reason: "${password}" }) { clientSecret errors { message } } }`,
    );
    await typeInto('Variables', JSON.stringify({ password }));
    await typeInto('Headers', JSON.stringify({ 'x-secret': password }));
    const { data } = await execute();
    expect(data.createApplication.errors).toEqual([]);
    secrets.add(data.createApplication.clientSecret as string).add(password);
    // GraphiQL stores half a second after the last change.
    await page.waitForTimeout(800);
    await expectNoStoredSecret();
    expect([...secrets].filter((secret) => secret.length > 20).length).toBeGreaterThan(1);
  });

  it('keeps a history of what was run, without the texts in it', async () => {
    await page.getByRole('button', { name: 'Show History' }).click();
    await page.locator('.examples button', { hasText: 'Register' }).click();
    await page.locator('.graphiql-tab-active', { hasText: 'Register' }).waitFor();
    expect(await textOf('.graphiql-query-editor')).toContain('reason: ""');
    expect(await variablesOf(page)).toBe('');
  });

  it('is still signed in after a reload, by the session at the provider', async () => {
    await page.reload();
    await page.getByTestId('username').waitFor();
    expect(page.url()).toBe(`${service.url}/playground`);
    await page.locator('.examples button', { hasText: 'Register' }).waitFor();
    await page.getByRole('button', { name: 'Hide History' }).click();
    expect((await execute('query Again { viewer { kind } }')).data.viewer.kind).toBe('USER');
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

  it('forgets everything at sign-out, in other windows too', async () => {
    const other = await newPage(page.context());
    await other.goto(`${service.url}/playground`);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.getByTestId('username').waitFor();
    // A page in the background hardly renders.
    await page.bringToFront();

    const userId = (await execute('query Mine { viewer { user { id } } }')).data.viewer.user.id as string;
    await typeInto('Variables', '{ "remember": "me" }');
    await typeInto('Headers', '{ "x-remember": "me" }');
    await page.waitForTimeout(800);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('button[name=logout][value=yes]').click();
    await page.waitForURL(`${service.url}/playground*`);
    await page.getByText('Sign in to run operations').waitFor();
    await other.getByText('Sign in to run operations').waitFor();
    await other.close();

    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    expect(await page.locator('.graphiql-tab').allInnerTexts()).toEqual([expect.stringContaining('MyAccount')]);
    await page.getByRole('button', { name: 'Show History' }).click();
    expect(await page.locator('.examples button').count()).toBe(0);
    await page.getByRole('button', { name: 'Hide History' }).click();
    const everything = `${await page.evaluate(() => document.body.innerText)}${await stored()}`;
    for (const gone of [userId, 'remember', 'Register']) expect(everything).not.toContain(gone);
    await expectNoStoredSecret();
    await page.goBack({ waitUntil: 'commit', timeout: 3_000 }).catch(() => null);
    await page.goto(`${service.url}/playground`);
    await page.getByText('Sign in to run operations').waitFor();
  });

  it('offers administrators all examples, and others those that they may run', async () => {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await signIn();
    await page.getByRole('button', { name: 'Show Examples' }).click();
    const titlesOf = (of: Page) => of.locator('.examples section button').allInnerTexts();
    expect((await titlesOf(page)).sort()).toEqual(examples.map(({ title }) => title).sort());
    await page.locator('.examples select').selectOption('Helpdesk');
    expect(await titlesOf(page)).toEqual(examples.filter(({ role }) => role === 'Helpdesk').map(({ title }) => title));

    const person = await createPerson(admin, 'ordinary');
    const theirs = await newPage(await browser.newContext({ viewport: { width: 1280, height: 720 } }));
    await theirs.goto(`${service.url}/playground`);
    await theirs.getByRole('button', { name: 'Sign in' }).click();
    await signIn(theirs, person.username, PASSWORD);
    await theirs.getByRole('button', { name: 'Show Examples' }).click();
    const everyones = examples.filter(({ role }) => role === 'Everyone').map(({ title }) => title);
    expect((await titlesOf(theirs)).sort()).toEqual(everyones.sort());
    expect(await theirs.locator('.examples option').allInnerTexts()).toEqual(['all my roles', 'Everyone']);

    await theirs.getByRole('button', { name: 'End one of my sessions' }).click();
    await theirs.locator('.graphiql-tab-active', { hasText: 'MySessions' }).waitFor();
    const variables = JSON.parse(await variablesOf(theirs)) as Record<string, string>;
    expect(variables).toEqual({ userId: person.id, sessionId: expect.stringMatching(/^ses_\w+$/), dryRun: true });
    await theirs.screenshot({ path: join(pictures, 'playground-own-ids.png') });
    await theirs.context().close();
  });

  it('fetched nothing from elsewhere and broke no rule of its content security policy', async () => {
    expect(complaints).toEqual([]);
  });
});

async function newPage(context: BrowserContext): Promise<Page> {
  const made = await context.newPage();
  made.on('pageerror', (error) => complaints.push(error.message));
  made.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  made.on('request', (request) => {
    const address = request.url();
    if (!address.startsWith(service.url) && !/^(data|blob):/.test(address)) complaints.push(`asked for ${address}`);
    const token = request.headers()['authorization']?.split(' ')[1];
    if (token) secrets.add(token);
  });
  return made;
}

/** From the provider's form, past the consent page if there is one, to the playground. */
async function signIn(on = page, username = service.admin.username, password = service.admin.password): Promise<void> {
  secrets.add(password);
  await on.locator('#username').fill(username);
  await on.locator('#password').fill(password);
  await on.getByRole('button', { name: 'Sign in' }).click();
  const allow = on.locator('button[name=decision][value=allow]');
  await allow.or(on.getByTestId('username')).waitFor();
  if (await allow.isVisible()) await allow.click();
  await on.getByTestId('username').waitFor();
}

async function openExample(title: string): Promise<void> {
  await page.getByRole('button', { name: 'Show Examples' }).click();
  await page.getByRole('button', { name: title, exact: true }).click();
  await page.getByRole('button', { name: 'Hide Examples' }).click();
}

/** What an editor shows. */
async function textOf(editor: string, on = page): Promise<string> {
  const lines = await on.locator(`${editor} .view-line`).allInnerTexts();
  return lines.join('\n').replaceAll('\u00a0', ' ').trim();
}

/** GraphiQL hides the editor of variables while headers are shown. */
async function variablesOf(on: Page): Promise<string> {
  await on.getByRole('button', { name: 'Variables', exact: true }).click();
  return textOf('.graphiql-editor-tool .monaco-editor:visible', on);
}

async function typeInto(tool: 'Variables' | 'Headers', text: string): Promise<void> {
  await page.getByRole('button', { name: tool, exact: true }).click();
  await page.locator(`[aria-label="${tool}"] .monaco-editor:visible`).click();
  await page.keyboard.press('Control+A');
  // Braces would be put around what is selected.
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(text);
}

const stored = (): Promise<string> => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));

async function expectNoStoredSecret(): Promise<void> {
  const text = await stored();
  for (const secret of secrets) expect(text).not.toContain(secret);
}

/** The page itself does not scroll, and no box is larger than what it shows. */
async function expectNoEmptyScroll({ width, height }: { width: number; height: number }): Promise<void> {
  const found = await page.evaluate(() => {
    window.scrollTo(9_999, 9_999);
    const { scrollHeight, scrollWidth } = document.documentElement;
    const at = [window.scrollX, window.scrollY];
    const beyond = [...document.querySelectorAll<HTMLElement>('#root *')]
      .filter((element) => /auto|scroll/.test(getComputedStyle(element).overflowY))
      .filter((element) => {
        element.scrollTop = element.scrollHeight;
        const end = element.getBoundingClientRect().bottom;
        const last = Math.max(...[...element.children].map((child) => child.getBoundingClientRect().bottom));
        element.scrollTop = 0;
        return element.scrollHeight > element.clientHeight && last < end - 40;
      })
      .map((element) => element.className);
    return { at, scrollHeight, scrollWidth, beyond };
  });
  expect(found).toEqual({ at: [0, 0], scrollHeight: height, scrollWidth: width, beyond: [] });
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

/** The pages in a real browser: the password can be shown, and recovery and registration that begin at an application end there. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createHash, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as graphql from '../support/graphql';
import { PASSWORD } from '../support/graphql';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { allowRegistration, nextLink } from '../support/registration';
import { byName, startWithMail, type WithMail } from '../support/start';

const NEW = 'ein ganz anderes Geheimnis';

describeInBrowser('the pages', () => {
  let { server, service, admin, stop } = {} as WithMail;
  let application: Server;
  let callback: string;
  let shop: graphql.Registered;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    application = createServer((_, response) =>
      response.setHeader('content-type', 'text/html').end('<h1>The shop</h1>'),
    );
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
    callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
    ({ server, service, admin, stop } = await startWithMail(await byName()));
    shop = await graphql.createApplication(service, admin, {
      ...{ name: 'Shop', kind: 'WEB', redirectUris: [callback], consentMode: 'PERMANENT', color: '#0a7f5c' },
    });
    await allowRegistration(admin);
    browser = (await launchBrowser())!;
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    application?.close();
    await stop?.();
  });
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'en-US' });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    // What the security policy blocks is an error in the console.
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
  });
  afterEach(async () => {
    await context.close();
    expect(faults.splice(0).filter((fault) => !/status of 40[01]/.test(fault))).toEqual([]);
  });

  const begin = (parameters: Record<string, string> = {}) => {
    const verifier = randomBytes(32).toString('base64url');
    const url = new URL(`${shop.issuer}/auth`);
    url.search = new URLSearchParams({
      ...{ response_type: 'code', client_id: shop.clientId, redirect_uri: callback, scope: 'openid', state: 'basket' },
      ...{ code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256' },
      ...parameters,
    }).toString();
    return page.goto(url.href);
  };
  const isAtShop = async () => {
    await page.waitForURL(`${callback}?**`);
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('state'), searchParams.get('error')]).toEqual(['basket', null]);
    expect(searchParams.get('code')).toBeTruthy();
    expect(await page.textContent('h1')).toBe('The shop');
  };

  test('a button shows the password; the form sends it, and the field is a password again', async () => {
    const { username } = await graphql.createPerson(admin, graphql.newName('seer'));
    await begin();
    const [field, button] = [page.locator('#password'), page.getByRole('button', { name: 'Show password' })];
    await field.fill(PASSWORD);
    expect([await field.getAttribute('type'), await button.getAttribute('aria-pressed')]).toEqual([
      'password',
      'false',
    ]);
    await button.focus();
    await page.keyboard.press('Space');
    expect([await field.getAttribute('type'), await button.getAttribute('aria-pressed')]).toEqual(['text', 'true']);
    expect(await button.getAttribute('aria-controls')).toBe('password');
    await button.click();
    expect(await field.getAttribute('type')).toBe('password');
    await button.click();
    await page.fill('#username', username);
    await page.evaluate(() =>
      document.querySelector('form')!.addEventListener('submit', () => {
        sessionStorage.setItem('type', document.querySelector<HTMLInputElement>('#password')!.type);
      }),
    );
    await page.click('button[type=submit]');
    await page.click('button[value=allow]');
    await isAtShop();
    await page.goBack();
    await page.goto(service.url);
    expect(await page.evaluate(() => sessionStorage.getItem('type'))).toBe('password');
  });

  test('without JavaScript there is no such button, and the sign-in works', async () => {
    await context.close();
    context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
    const { username } = await graphql.createPerson(admin, graphql.newName('seer'));
    await begin();
    expect(await page.locator('button.reveal').isVisible()).toBe(false);
    await page.fill('#username', username);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit] >> nth=0');
    await page.click('button[value=allow]');
    await isAtShop();
  });

  test('a whole recovery in German, begun at the application, ends there', async () => {
    const { username, email } = await graphql.createPerson(admin, graphql.newName('forgetful'));
    await begin({ ui_locales: 'de' });
    await page.click('text=Passwort vergessen?');
    await page.fill('#email', email);
    await page.click('text=Link senden');
    await page.waitForSelector('text=Sehen Sie in Ihrem Postfach nach');
    await page.goto((await nextLink(server, email)).href);
    await page.fill('#newPassword', 'zu kurz');
    await page.click('button[type=submit]');
    expect(await page.textContent('[role=alert]')).toBe('Das Passwort muss mindestens 15 Zeichen haben.');
    await page.click('role=button[name="Passwort anzeigen"]');
    await page.fill('#newPassword', NEW);
    await page.click('button[type=submit]');
    await page.waitForSelector('text=Ihr Passwort ist festgelegt');
    await page.click('text=Weiter zu Shop');
    await page.fill('#username', username);
    await page.fill('#password', NEW);
    await page.click('form >> text=Anmelden');
    expect(await page.getAttribute('html', 'lang')).toBe('de');
    await page.click('text=Erlauben');
    await isAtShop();
  });

  test('a registration by `prompt=create` ends at the application', async () => {
    const email = `${graphql.newName('joiner')}@example.org`;
    await begin({ prompt: 'create' });
    await page.fill('#name', 'New Person');
    await page.fill('#email', email);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit]');
    await page.waitForSelector('text=Check your e-mail');
    await page.goto((await nextLink(server, email)).href);
    await page.fill('#password', PASSWORD);
    await page.click('text=Confirm >> nth=-1');
    await page.click('text=Continue to Shop');
    await page.fill('#username', email);
    await page.fill('#password', PASSWORD);
    await page.click('button[type=submit] >> nth=0');
    await page.click('text=Allow >> nth=-1');
    await isAtShop();
  });

  test('the color of the application is on its button', async () => {
    await begin();
    const colors = await page
      .locator('button[type=submit]')
      .first()
      .evaluate((button) => {
        const { backgroundColor, color } = getComputedStyle(button);
        return [backgroundColor, color];
      });
    expect(colors).toEqual(['rgb(10, 127, 92)', 'rgb(255, 255, 255)']);
  });
});

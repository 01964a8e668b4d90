/** docs/build-a-front-end.md is true: its commands and its code run as they are written, and people sign in. */
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { type Running, startNode } from '../support/example';
import * as graphql from '../support/graphql';
import { blocksOf, DocumentPage, type Reader, readerBeside } from '../support/page-code';
import { freePort, type Service, startService } from '../support/service';

jest.setTimeout(90_000);

describeInBrowser('the guide for front ends', () => {
  let service: Service;
  let reader: Reader;
  let browser: Browser;
  const running: Running[] = [];
  let page: DocumentPage;
  const ports: Record<string, number> = {};

  beforeAll(async () => {
    [service, browser] = await Promise.all([startService(), launchBrowser().then((launched) => launched!)]);
    for (const port of ['3000', '3001']) ports[port] = await freePort();
    page = new DocumentPage('docs/build-a-front-end.md', (text) =>
      text.replace(/\b300[01]\b/g, (port) => String(ports[port])),
    );
    reader = readerBeside(service, page);
    const [common, ...sections] = page.text.split(/^## /m);
    const setup = blocksOf(common!).filter(({ tag }) => tag === 'bash');
    for (const section of sections) {
      const blocks = blocksOf(section);
      const commands = [...setup, ...blocks.filter(({ tag }) => tag === 'bash')].map(({ code }) => code);
      const { stderr } = await reader.bash(commands.join(''));
      expect(stderr).toBe('');
      for (const { file, code } of blocks) if (file) reader.save(file, code);
      for (const [, started] of section.matchAll(/`node (\S+\.mjs)`/g))
        running.push(await startNode([started!], { cwd: reader.directory, env: {}, ready: /http:/ }));
    }
  });
  afterAll(async () => {
    await browser?.close();
    for (const one of running) await one.stop();
    await service?.stop();
    reader?.remove();
  });

  const authenticate = async (page: Page, { username, password } = service.admin) => {
    await page.locator('input#username').fill(username);
    await page.locator('#password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const decide = (page: Page, decision: 'allow' | 'deny') =>
    page.locator(`button[name=decision][value=${decision}]`).click();
  const signIn = async (page: Page) => {
    await authenticate(page);
    await decide(page, 'allow');
  };

  it('has two applications, with a file for each block of code', () => {
    expect(page.blocks.flatMap(({ file }) => file ?? [])).toEqual([
      ...['spa/public/index.html', 'spa/public/app.js', 'spa/serve.mjs'],
      'web/app.mjs',
    ]);
    expect(running).toHaveLength(2);
    expect(page.left).toEqual([]);
  });

  it('the single-page application signs in, shows the user and the session, and signs out to its own page', async () => {
    const page = await (await browser.newContext()).newPage();
    const alerts: string[] = [];
    page.on('dialog', (dialog) => void (alerts.push(dialog.message()), dialog.dismiss()));
    const home = `http://127.0.0.1:${ports['3000']}/`;
    await page.goto(home);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await signIn(page);
    await page.getByText('(this one)').waitFor();
    expect(page.url()).toBe(home);
    expect(await page.locator('#username').innerText()).toBe(service.admin.username);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('button[name=logout][value=yes]').click();
    await page.waitForURL((url) => url.href.startsWith(home));
    expect(await page.getByRole('listitem').count()).toBe(0);
    expect(await page.locator('#username').innerText()).toBe('');
    expect(alerts).toEqual([]);
  });

  it('the web application signs in, shows the number of sessions, notices a dead token, and signs out', async () => {
    const page = await (await browser.newContext()).newPage();
    const home = `http://127.0.0.1:${ports['3001']}/`;
    await page.goto(home);
    await signIn(page);
    await page.getByText('Sessions: 1').waitFor();
    expect(await page.getByRole('heading').innerText()).toBe(service.admin.username);

    const admin = graphql.as(service, await graphql.adminToken(service));
    const { user } = await graphql.ok(
      admin('query ($by: UserBy!) { user(by: $by) { id } }', { by: { username: service.admin.username } }),
    );
    await graphql.ok(
      admin(`mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { ${graphql.ERRORS} } }`, {
        input: { userId: user.id },
      }),
    );
    await page.reload();
    await authenticate(page);
    await page.getByText('Sessions: 1').waitFor();
    await page.getByRole('link', { name: 'Sign out' }).click();
    await page.locator('button[name=logout][value=yes]').click();
    await page.locator('input#username').waitFor();
    expect(page.url().startsWith(`${service.url}/`)).toBe(true);
  });

  it('the web application says that it was denied access, and offers another try', async () => {
    const { username } = await graphql.createPerson(graphql.as(service, await graphql.adminToken(service)), 'alice');
    const page = await (await browser.newContext()).newPage();
    await page.goto(`http://127.0.0.1:${ports['3001']}/`);
    await authenticate(page, { username, password: graphql.PASSWORD });
    await decide(page, 'deny');
    await page.getByText('You are not signed in.').waitFor();
    expect(await page.locator('body').innerText()).toBe('You are not signed in. You denied the access.\n\nSign in');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await decide(page, 'allow');
    await page.getByText('Sessions: 1').waitFor();
  });
});

/** docs/applications.md is true: its examples run as they are written. */
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { blocksOf, type Reader, readerBeside, readPage } from '../support/page-code';
import { type Service, startService } from '../support/service';

jest.setTimeout(60_000);

const page = readPage('docs/applications.md');
const commandsOf = (title: string): string[] =>
  blocksOf(page.split(/^#{2,3} /m).find((section) => section.startsWith(title))!)
    .filter(({ tag }) => tag === 'bash')
    .map(({ code }) => code);
const [setup] = commandsOf('Protocol settings');

let service: Service;
let reader: Reader;
beforeAll(async () => {
  service = await startService();
  reader = readerBeside(service);
  for (const { file, code } of blocksOf(page)) if (file) reader.save(file, code);
});
afterAll(async () => {
  await service?.stop();
  reader?.remove();
});

it('a program with a key of its own gets a token, and no secret', async () => {
  const { stdout, stderr } = await reader.bash([setup, ...commandsOf('Keys instead of a secret')].join(''));
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual({ data: { users: { totalCount: 1 } } });
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
});

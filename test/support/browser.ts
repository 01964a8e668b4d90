/** A real Chromium for tests. Where there is none, browser tests are skipped and the reason is printed. */
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** `describe` where there is a browser, `describe.skip` where there is not. */
export const describeInBrowser = isInstalled() ? describe : describe.skip;

export async function launchBrowser(): Promise<Browser | null> {
  if (!isInstalled()) return null;
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

function isInstalled(): boolean {
  try {
    accessSync(executablePath, constants.X_OK);
    return true;
  } catch {
    console.warn(`Browser tests are skipped: no ${executablePath} (Debian: apt-get install chromium; or set CHROMIUM)`);
    return false;
  }
}

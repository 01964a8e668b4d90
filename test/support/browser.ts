/** A real Chromium for tests, or null with a printed reason where there is none. */
import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

export async function launchBrowser(): Promise<Browser | null> {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  try {
    accessSync(executablePath, constants.X_OK);
  } catch {
    console.warn(`Browser tests are skipped: no ${executablePath} (Debian: apt-get install chromium; or set CHROMIUM)`);
    return null;
  }
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

/** Runs programs that are written with client libraries, and drives them as a browser with cookies would. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { alertOf, browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import { freePort } from '../support/service';

export const HERE = __dirname;
export const SCOPE = 'openid profile email offline_access';

export interface Program {
  url: string;
  stop(): Promise<void>;
  /** What it has written. */
  log(): string;
}

export interface Command {
  file: string;
  arguments: string[];
  directory?: string;
}

export const node = (program: string): Command => ({ file: process.execPath, arguments: [path.join(HERE, program)] });

/** The address that a program will listen on: its redirect URIs are registered before it starts. */
export const newAddress = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;

/** Milliseconds until a program listens, at most. */
export const PATIENCE = 60_000;

const { TMPDIR } = process.env;

const run = (command: Command, env: Record<string, string>): { child: ChildProcess; log(): string } => {
  let log = '';
  const child = spawn(command.file, command.arguments, {
    ...(command.directory ? { cwd: command.directory } : {}),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...(TMPDIR ? { TMPDIR } : {}), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  return { child, log: () => log };
};

/** Starts a program that serves pages at this address, and waits until it says that it listens. */
export const startProgram = async (command: Command, url: string, env: Record<string, string>): Promise<Program> => {
  const { child, log } = run(command, { ...env, BASE_URL: url, PORT: new URL(url).port });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill();
    await ended;
  };
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`${command.file} does not listen:\n${log()}`)), PATIENCE);
    const settle = (how: () => void) => {
      clearTimeout(timer);
      how();
    };
    child.stdout!.on('data', () => log().includes('listening') && settle(resolve));
    child.once('error', (error) => settle(() => reject(error)));
    child.once('close', () => settle(() => reject(new Error(`${command.file} ended:\n${log()}`))));
  }).catch((error: Error) => stop().then(() => Promise.reject(error)));
  return { url, log, stop };
};

/** Runs a program until it ends. What it wrote is its result. */
export const runProgram = async (command: Command, env: Record<string, string>): Promise<string> => {
  const { child, log } = run(command, env);
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`${command.file} ended with ${code}:\n${log()}`);
  return log();
};

export interface Credentials {
  username: string;
  password: string;
}

/** A browser, and what it does with the addresses that it is given. */
export interface Visitor {
  /** Follows redirects and forms from there, to a page of the program or to one that needs a password that was not given. */
  open(url: string, credentials?: Credentials): Promise<Page>;
  close(): Promise<void>;
}

const MAX_STEPS = 20;

/** Sends the requests of a browser without scripts. */
export const overHttp = (jar = new CookieJar()): Visitor => ({
  open: async (url, credentials) => {
    let at = new URL(url);
    const { origin } = at;
    let response = await browse(at, jar);
    let signedIn = false;
    for (let step = 0; step < MAX_STEPS; step += 1) {
      const location = response.headers.get('location');
      if (location) {
        at = new URL(location, at);
        response = await browse(at, jar);
        continue;
      }
      const page: Page = { url: at, status: response.status, html: await response.text() };
      const [signIn, consent, ...confirmations] = ['password', 'decision', 'xsrf', '_csrf', 'id_token'].map((name) =>
        formWith(page, name),
      );
      const form = signIn ?? consent ?? confirmations.find(Boolean);
      if (!form && at.origin === origin) return page;
      if (!form) throw new Error(`${at.href}: ${page.status} ${alertOf(page.html) ?? page.html}`);
      if (signIn && (!credentials || signedIn)) return page;
      signedIn ||= signIn !== undefined;
      at = form.action;
      const answers: Record<string, string> = signIn
        ? { ...credentials! }
        : consent
          ? { decision: 'allow' }
          : form.fields.id_token
            ? {}
            : { logout: 'yes' };
      response = await browse(at, jar, { form: { ...form.fields, ...answers } });
    }
    throw new Error(`no end of redirects at ${at.href}`);
  },
  close: async () => {},
});

const ON_PAGE = ['pre', 'input[name=password]', 'button[name=decision][value=allow]', 'button[name=logout]'] as const;

/** Uses a real browser; the program shows its results in a `pre`. */
export const inChromium = async (browser: Browser): Promise<Visitor> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  return {
    open: async (url, credentials) => {
      await page.goto(url);
      for (let step = 0; step < MAX_STEPS; step += 1) {
        await page.locator(ON_PAGE.join()).first().waitFor();
        const found = async (index: number) => (await page.locator(ON_PAGE[index]!).count()) > 0;
        const here = async (html: string): Promise<Page> => ({ url: new URL(page.url()), status: 200, html });
        if (await found(0)) return here(await page.locator('pre').innerText());
        if ((await found(1)) && !credentials) return here(await page.content());
        if (await found(1)) {
          await page.fill('input[name=username]', credentials!.username);
          await page.fill('input[name=password]', credentials!.password);
          await page.press('input[name=password]', 'Enter');
        } else await page.click((await found(2)) ? ON_PAGE[2] : ON_PAGE[3]);
      }
      throw new Error(`no end of pages at ${page.url()}`);
    },
    close: () => context.close(),
  };
};

/** The JSON of a page of the program. Any other answer is an error that quotes it. */
export const readPage = ({ url, status, html }: Page, program?: Program): unknown => {
  try {
    if (status === 200) return JSON.parse(html);
  } catch {
    // Not JSON: the error quotes it.
  }
  const text = /<pre>(.*?)(<br>|<\/pre>)/s.exec(html)?.[1] ?? alertOf(html) ?? html;
  throw new Error(`${url.href}: ${status} ${text}\n${program?.log().slice(-2_000) ?? ''}`);
};

/** The script by which pages ask the browser for a passkey. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'koa';

export const SCRIPT_PATH = '/signin/passkey.js';

const PAGE_SCRIPT = `
(() => {
  const form = document.getElementById('passkey');
  const { browserSupportsWebAuthn, startAuthentication, startRegistration } = SimpleWebAuthnBrowser;
  if (!form || !browserSupportsWebAuthn()) return;
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      const ask = form.dataset.makes ? startRegistration : startAuthentication;
      const response = await ask({ optionsJSON: JSON.parse(form.dataset.options) });
      form.elements.response.value = JSON.stringify(response);
      form.submit();
    } catch {
      form.querySelector('p').textContent = form.dataset.makes
        ? 'No passkey was created. Try again. A passkey that is already on this device cannot be added twice.'
        : 'No passkey was used. Try again, or sign in another way.';
    }
  });
})();
`;

/** The bundle of the library for pages without a build step. */
const bundle = (): string =>
  path.resolve(path.dirname(require.resolve('@simplewebauthn/browser')), '../dist/bundle/index.umd.min.js');

let script: string | undefined;

export const sendScript = (ctx: Context): void => {
  script ??= readFileSync(bundle(), 'utf8') + PAGE_SCRIPT;
  ctx.set({ 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' });
  ctx.type = 'text/javascript; charset=utf-8';
  ctx.body = script;
};

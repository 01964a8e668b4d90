/** The scripts of pages: they ask the browser for a passkey, and show a password that was typed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Context } from 'koa';
import { SHOW_PASSWORD_SCRIPT } from './pages';

export const PASSKEY_SCRIPT = '/signin/passkey.js';

const PASSKEY = `
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
      form.querySelector('p').textContent = form.dataset.failed;
    }
  });
})();
`;

/** When the form is sent, the field is a password again, so that no browser keeps the password as a text. */
const SHOW_PASSWORD = `
for (const button of document.querySelectorAll('button.reveal')) {
  const field = document.getElementById(button.getAttribute('aria-controls'));
  const show = (shown) => {
    field.type = shown ? 'text' : 'password';
    button.setAttribute('aria-pressed', String(shown));
  };
  button.hidden = false;
  button.addEventListener('click', () => show(field.type === 'password'));
  field.form.addEventListener('submit', () => show(false));
}
`;

/** The bundle of the library for pages without a build step. */
const bundle = (): string =>
  path.resolve(path.dirname(require.resolve('@simplewebauthn/browser')), '../dist/bundle/index.umd.min.js');

const SCRIPTS: ReadonlyMap<string, () => string> = new Map([
  [PASSKEY_SCRIPT, () => readFileSync(bundle(), 'utf8') + PASSKEY],
  [SHOW_PASSWORD_SCRIPT, () => SHOW_PASSWORD],
]);

const read = new Map<string, string>();

/** False if the path is not that of a script. */
export const sendScript = (ctx: Context): boolean => {
  const script = SCRIPTS.get(ctx.path);
  if (!script) return false;
  const text = read.get(ctx.path) ?? script();
  read.set(ctx.path, text);
  ctx.set({ 'cache-control': 'public, max-age=3600', 'x-content-type-options': 'nosniff' });
  ctx.type = 'text/javascript; charset=utf-8';
  ctx.body = text;
  return true;
};

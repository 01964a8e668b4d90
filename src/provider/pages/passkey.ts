/** The forms that use or create a passkey. They need JavaScript and stay hidden without it. */
import type { Message, Texts } from '../texts';
import { html, type Html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { type Destination, onward } from './onward';

export interface PasskeyForm {
  action: string;
  /** WebAuthn options, as JSON. */
  options: string;
  script: string;
}

interface Form extends PasskeyForm {
  /** The field that authorizes the form. */
  proof: { name: string; value: string };
  /** What the script says if it was in vain. */
  failed: string;
  button: Html;
  fields?: Html;
  makes?: boolean;
}

const form = ({ action, options, script, proof, failed, button, fields, makes }: Form): Html =>
  html`<form
      method="post"
      action="${action}"
      id="passkey"
      data-options="${options}"
      data-failed="${failed}"
      ${makes && html` data-makes="1"`}
      hidden
    >
      <input type="hidden" name="${proof.name}" value="${proof.value}" />
      <input type="hidden" name="response" value="" />
      ${fields}
      <div class="actions">${button}</div>
      <p class="quiet" aria-live="polite"></p>
    </form>
    <script src="${script}" defer></script>`;

export function passkeyForm({ signIn }: Texts, csrf: string, given: PasskeyForm): Html {
  const button = html`<button type="submit" class="second">${signIn.passkey}</button>`;
  return form({ ...given, proof: { name: 'csrf', value: csrf }, failed: signIn.passkeyUnused, button });
}

export interface AddPasskeyPage extends PasskeyForm {
  link: string;
  username: string;
  error?: Message;
}

export const addPasskeyPage =
  ({ link, username, error, ...given }: AddPasskeyPage): Page =>
  (texts) => {
    const { passkey } = texts;
    return {
      title: error ? passkey.failed(error(texts)) : passkey.title,
      body: html` <h1>${passkey.title}</h1>
        <p>${isolatedName(username)}</p>
        <p class="quiet">${passkey.what}</p>
        ${problem(texts, error)}
        ${form({
          ...given,
          proof: { name: 'link', value: link },
          makes: true,
          failed: passkey.notCreated,
          fields: html`<label for="name">${passkey.name}</label>
            <input id="name" name="name" type="text" value="${passkey.defaultName}" maxlength="100" required />`,
          button: html`<button type="submit">${passkey.submit}</button>`,
        })}
        <noscript><p>${passkey.needsScript}</p></noscript>`,
    };
  };

export const passkeyAddedPage =
  ({ username, destination }: { username: string; destination: Destination | null }): Page =>
  (texts) => ({
    title: texts.passkey.doneTitle,
    body: html` <h1>${texts.passkey.done}</h1>
      <p>${texts.passkey.doneWhat(isolatedName(username))}</p>
      ${onward(texts, destination)}`,
  });

/** The forms that use or create a passkey. They need JavaScript and stay hidden without it. */
import { html, type Html } from './html';
import { isolatedName, page, problem } from './layout';
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
  button: Html;
  fields?: Html;
  makes?: boolean;
}

const form = ({ action, options, script, proof, button, fields, makes }: Form): Html =>
  html`<form
      method="post"
      action="${action}"
      id="passkey"
      data-options="${options}"
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

export function passkeyForm(csrf: string, given: PasskeyForm): Html {
  const button = html`<button type="submit" class="second">Use a passkey</button>`;
  return form({ ...given, proof: { name: 'csrf', value: csrf }, button });
}

export interface AddPasskeyPage extends PasskeyForm {
  link: string;
  username: string;
  error?: string;
}

export function addPasskeyPage({ link, username, error, ...given }: AddPasskeyPage): string {
  return page({
    title: error ? `Not added: ${error}` : 'Add a passkey',
    body: html` <h1>Add a passkey</h1>
      <p>${isolatedName(username)}</p>
      <p class="quiet">
        Your device will ask you to unlock it. From then on you sign in with the passkey; your password alone is no
        longer enough.
      </p>
      ${problem(error)}
      ${form({
        ...given,
        proof: { name: 'link', value: link },
        makes: true,
        fields: html`<label for="name">Name of the passkey</label>
          <input id="name" name="name" type="text" value="Passkey" maxlength="100" required />`,
        button: html`<button type="submit">Add a passkey</button>`,
      })}
      <noscript><p>This page needs JavaScript to create the passkey in your browser.</p></noscript>`,
  });
}

export function passkeyAddedPage({
  username,
  destination,
}: {
  username: string;
  destination: Destination | null;
}): string {
  return page({
    title: 'Passkey added',
    body: html` <h1>Your passkey has been added</h1>
      <p>${isolatedName(username)} can sign in with it.</p>
      ${onward(destination)}`,
  });
}

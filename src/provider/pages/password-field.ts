/** The field for a password, with a button that shows what was typed. Without JavaScript the button stays hidden. */
import type { Texts } from '../texts';
import { html, type Html, type Interpolated } from './html';

export const SHOW_PASSWORD_SCRIPT = '/signin/show-password.js';

export interface PasswordField {
  id: string;
  label: string;
  autocomplete: 'current-password' | 'new-password';
  /** More attributes of the field. */
  attributes?: Interpolated;
}

const EYE =
  'M12 5C6.5 5 2.7 9.6 1.5 12c1.2 2.4 5 7 10.5 7s9.3-4.6 10.5-7C21.3 9.6 17.5 5 12 5zm0 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8zm0-6a2 2 0 1 0 0 4 2 2 0 0 0 0-4z';

export function passwordField({ form }: Texts, { id, label, autocomplete, attributes }: PasswordField): Html {
  return html`<label for="${id}">${label}</label>
    <div class="password">
      <input id="${id}" name="${id}" type="password" autocomplete="${autocomplete}" required${attributes} />
      <button
        type="button"
        class="reveal"
        aria-label="${form.showPassword}"
        title="${form.showPassword}"
        aria-controls="${id}"
        aria-pressed="false"
        hidden
      >
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
          <path d="${EYE}" />
          <path class="slash" d="M3 3l18 18" />
        </svg>
      </button>
    </div>
    <script src="${SHOW_PASSWORD_SCRIPT}" defer></script>`;
}

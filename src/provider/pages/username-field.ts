/** The field for the name that a person signs in with. */
import type { Texts } from '../texts';
import { html, type Html, type Interpolated } from './html';

export const usernameField = ({ form }: Texts, value: string | undefined, attributes: Interpolated): Html =>
  html`<label for="username">${form.username}</label>
    <input
      id="username"
      name="username"
      type="text"
      value="${value}"
      autocomplete="username"
      autocapitalize="none"
      autocorrect="off"
      spellcheck="false"
      required${attributes}
    />`;

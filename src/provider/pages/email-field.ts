/** The field for an e-mail address. Not `type="email"`: browsers refuse characters beyond ASCII there, which addresses may have (RFC 6531). */
import { html, type Html, type Interpolated } from './html';

interface EmailField {
  label: string;
  value: string | undefined;
  autocomplete: 'email' | 'username';
}

export const emailField = ({ label, value, autocomplete }: EmailField, attributes: Interpolated): Html =>
  html`<label for="email">${label}</label>
    <input
      id="email"
      name="email"
      type="text"
      inputmode="email"
      value="${value}"
      autocomplete="${autocomplete}"
      autocapitalize="none"
      autocorrect="off"
      spellcheck="false"
      required${attributes}
    />`;

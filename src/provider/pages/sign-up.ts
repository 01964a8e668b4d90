/** Registers an account. */
import type { Message } from '../texts';
import { emailField } from './email-field';
import { html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { backToSignIn } from './onward';
import { passwordField } from './password-field';

export interface SignUpPage {
  action: string;
  /** The minimum length of the password. */
  minimum: number;
  /** As entered before. */
  email?: string;
  name?: string;
  error?: Message;
  /** The CSRF token, if the page belongs to a sign-in. */
  csrf?: string;
  /** The sign-in that the user can go back to. */
  backUrl?: string;
}

export const signUpPage =
  ({ action, minimum, email, name, error, csrf, backUrl }: SignUpPage): Page =>
  (texts) => {
    const { signUp, form } = texts;
    const fault = error && html` aria-describedby="problem"`;
    return {
      title: error ? signUp.failed(error(texts)) : signUp.title,
      body: html` <h1>${signUp.title}</h1>
        <p class="quiet">${signUp.what}</p>
        ${problem(texts, error)}
        <form method="post" action="${action}">
          ${csrf && html`<input type="hidden" name="csrf" value="${csrf}" />`}
          <label for="name">${form.optionalName}</label>
          <input id="name" name="name" type="text" value="${name}" autocomplete="name" />
          ${emailField({ label: form.email, value: email, autocomplete: 'username' }, fault)}
          ${passwordField(texts, {
            ...{ id: 'password', label: form.chosenPassword(minimum), autocomplete: 'new-password' },
            attributes: fault,
          })}
          <div class="actions"><button type="submit">${signUp.submit}</button></div>
        </form>
        ${backUrl && html`<p class="foot">${signUp.haveAccount} <a href="${backUrl}">${signUp.signIn}</a></p>`}`,
    };
  };

export const signedUpPage =
  ({ email, backUrl }: { email: string; backUrl?: string }): Page =>
  (texts) => ({
    title: texts.signUp.doneTitle,
    body: html` <h1>${texts.signUp.doneTitle}</h1>
      <p>${texts.signUp.done(isolatedName(email))}</p>
      ${backToSignIn(texts, backUrl)}`,
  });

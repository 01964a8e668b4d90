/** Requests a recovery link for an account. */
import type { Message } from '../texts';
import { emailField } from './email-field';
import { html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { backToSignIn } from './onward';

export interface ForgottenPage {
  action: string;
  /** As entered before. */
  email?: string;
  error?: Message;
  /** The CSRF token, if the page belongs to a sign-in. */
  csrf?: string;
  /** The sign-in that the user can go back to. */
  backUrl?: string;
}

export const forgottenPage =
  ({ action, email, error, csrf, backUrl }: ForgottenPage): Page =>
  (texts) => ({
    title: error ? texts.forgotten.failed(error(texts)) : texts.forgotten.title,
    body: html` <h1>${texts.forgotten.title}</h1>
      <p class="quiet">${texts.forgotten.what}</p>
      ${problem(texts, error)}
      <form method="post" action="${action}">
        ${csrf && html`<input type="hidden" name="csrf" value="${csrf}" />`}
        ${emailField(
          { label: texts.forgotten.email, value: email, autocomplete: 'email' },
          html` autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}`,
        )}
        <div class="actions"><button type="submit">${texts.forgotten.submit}</button></div>
      </form>
      ${backToSignIn(texts, backUrl)}`,
  });

export const resetRequestedPage =
  ({ email, backUrl }: { email: string; backUrl?: string }): Page =>
  (texts) => ({
    title: texts.forgotten.doneTitle,
    body: html` <h1>${texts.forgotten.doneTitle}</h1>
      <p>${texts.forgotten.done(isolatedName(email))}</p>
      ${backToSignIn(texts, backUrl)}`,
  });

/** Sets a new password: during a sign-in, or with a recovery link. */
import type { Message } from '../texts';
import { html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { type Destination, onward } from './onward';
import { passwordField } from './password-field';

export interface NewPasswordPage {
  action: string;
  /** The field that authorizes the form. */
  hidden: { name: string; value: string };
  username: string;
  /** The minimum number of characters. */
  minimum: number;
  error?: Message;
  /** Only during a sign-in, which continues with the new password. */
  cancelAction?: string;
}

export const newPasswordPage =
  ({ action, hidden, username, minimum, error, cancelAction }: NewPasswordPage): Page =>
  (texts) => {
    const { newPassword, form } = texts;
    const field = html`<input type="hidden" name="${hidden.name}" value="${hidden.value}" />`;
    const [title, why, button] = cancelAction
      ? [newPassword.choose, newPassword.why, newPassword.submitAndSignIn]
      : [newPassword.recover, newPassword.recoverWhy, newPassword.submit];
    return {
      title: error ? newPassword.failed(error(texts)) : title,
      body: html` <h1>${title}</h1>
        <p>${isolatedName(username)}</p>
        <p class="quiet">${why}</p>
        ${problem(texts, error)}
        <form method="post" action="${action}">
          ${field}
          <input type="hidden" name="username" value="${username}" autocomplete="username" />
          ${passwordField(texts, {
            ...{ id: 'newPassword', label: form.newPassword(minimum), autocomplete: 'new-password' },
            attributes: html` autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}`,
          })}
          <div class="actions"><button type="submit">${button}</button></div>
        </form>
        ${
          cancelAction &&
          html`<form method="post" action="${cancelAction}">
            ${field}
            <div class="actions"><button type="submit" class="second">${form.cancel}</button></div>
          </form>`
        }`,
    };
  };

export const passwordSetPage =
  ({ username, destination }: { username: string; destination: Destination | null }): Page =>
  (texts) => ({
    title: texts.newPassword.doneTitle,
    body: html` <h1>${texts.newPassword.done}</h1>
      <p>${texts.newPassword.doneWhat(isolatedName(username))}</p>
      ${onward(texts, destination)}`,
  });

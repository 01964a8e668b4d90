/** Confirms the e-mail address of a new account. Opening the link alone does nothing, because mail scanners do that too. */
import type { Message } from '../texts';
import { html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { type Destination, onward } from './onward';
import { passwordField } from './password-field';

export interface ConfirmPage {
  action: string;
  link: string;
  username: string;
  error?: Message;
}

export const confirmPage =
  ({ action, link, username, error }: ConfirmPage): Page =>
  (texts) => ({
    title: error ? texts.confirm.failed(error(texts)) : texts.confirm.title,
    body: html` <h1>${texts.confirm.title}</h1>
      <p>${isolatedName(username)}</p>
      <p class="quiet">${texts.confirm.what}</p>
      ${problem(texts, error)}
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        <input type="hidden" name="username" value="${username}" autocomplete="username" />
        ${passwordField(texts, {
          ...{ id: 'password', label: texts.form.password, autocomplete: 'current-password' },
          attributes: html` autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}`,
        })}
        <div class="actions"><button type="submit">${texts.confirm.submit}</button></div>
      </form>`,
  });

export const confirmedPage =
  ({ username, destination }: { username: string; destination: Destination | null }): Page =>
  (texts) => ({
    title: texts.confirm.doneTitle,
    body: html` <h1>${texts.confirm.done}</h1>
      <p>${texts.onward.canSignIn(isolatedName(username))}</p>
      ${onward(texts, destination)}`,
  });

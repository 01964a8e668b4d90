/** Sets a new password: during a sign-in, or with a recovery link. */
import { html } from './html';
import { isolatedName, page, problem } from './layout';
import { type Destination, onward } from './onward';

export interface NewPasswordPage {
  action: string;
  /** The field that authorizes the form. */
  hidden: { name: string; value: string };
  username: string;
  title: string;
  why: string;
  /** The minimum number of characters. */
  minimum: number;
  button: string;
  error?: string;
  cancelAction?: string;
}

export function newPasswordPage(asked: NewPasswordPage): string {
  const { action, hidden, username, title, why, minimum, button, error, cancelAction } = asked;
  const field = html`<input type="hidden" name="${hidden.name}" value="${hidden.value}" />`;
  return page({
    title: error ? `Not changed: ${error}` : title,
    body: html` <h1>${title}</h1>
      <p>${isolatedName(username)}</p>
      <p class="quiet">${why}</p>
      ${problem(error)}
      <form method="post" action="${action}">
        ${field}
        <input type="hidden" name="username" value="${username}" autocomplete="username" />
        <label for="newPassword">New password, at least ${String(minimum)} characters</label>
        <input
          id="newPassword"
          name="newPassword"
          type="password"
          autocomplete="new-password"
          required
          autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}
        />
        <div class="actions"><button type="submit">${button}</button></div>
      </form>
      ${
        cancelAction &&
        html`<form method="post" action="${cancelAction}">
          ${field}
          <div class="actions"><button type="submit" class="second">Cancel</button></div>
        </form>`
      }`,
  });
}

export function passwordSetPage({
  username,
  destination,
}: {
  username: string;
  destination: Destination | null;
}): string {
  return page({
    title: 'Password set',
    body: html` <h1>Your password is set</h1>
      <p>You have been signed out everywhere. ${isolatedName(username)} can sign in with the new password now.</p>
      ${onward(destination)}`,
  });
}

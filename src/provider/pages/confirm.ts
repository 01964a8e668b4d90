/** Confirms the e-mail address of a new account. Opening the link alone does nothing, because mail scanners do that too. */
import { html } from './html';
import { isolatedName, page, problem } from './layout';
import { type Destination, onward } from './onward';

export interface ConfirmPage {
  action: string;
  link: string;
  username: string;
  error?: string;
}

export function confirmPage({ action, link, username, error }: ConfirmPage): string {
  const fault = error && html` aria-invalid="true" aria-describedby="problem"`;
  return page({
    title: error ? `Not confirmed: ${error}` : 'Confirm your e-mail address',
    body: html` <h1>Confirm your e-mail address</h1>
      <p>${isolatedName(username)}</p>
      <p class="quiet">Enter the password that you registered with.</p>
      ${problem(error)}
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        <input type="hidden" name="username" value="${username}" autocomplete="username" />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required
          autofocus${fault}
        />
        <div class="actions"><button type="submit">Confirm</button></div>
      </form>`,
  });
}

export function confirmedPage({
  username,
  destination,
}: {
  username: string;
  destination: Destination | null;
}): string {
  return page({
    title: 'E-mail address confirmed',
    body: html` <h1>Your e-mail address is confirmed</h1>
      <p>${isolatedName(username)} can sign in now.</p>
      ${onward(destination)}`,
  });
}

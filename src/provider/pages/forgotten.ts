/** Where a person says which account the password was lost of, and what follows. */
import { html } from './html';
import { named, page, problem } from './layout';

export interface ForgottenPage {
  action: string;
  /** What was typed before. */
  email?: string;
  error?: string;
}

export function forgottenPage({ action, email, error }: ForgottenPage): string {
  return page({
    title: error ? `Not sent: ${error}` : 'Forgot your password?',
    body: html` <h1>Forgot your password?</h1>
      <p class="quiet">We mail you a link by which you set another one.</p>
      ${problem(error)}
      <form method="post" action="${action}">
        <label for="email">E-mail address of your account</label>
        <input
          id="email"
          name="email"
          type="email"
          value="${email}"
          autocomplete="email"
          required
          autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}
        />
        <div class="actions"><button type="submit">Mail me a link</button></div>
      </form>`,
  });
}

export function resetRequestedPage({ email }: { email: string }): string {
  return page({
    title: 'Look at your mail',
    body: html` <h1>Look at your mail</h1>
      <p>
        If there is an account with the address ${named(email)}, a link is on its way there. It works for 30 minutes.
      </p>`,
  });
}

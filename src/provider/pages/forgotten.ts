/** Requests a recovery link for an account. */
import { html } from './html';
import { isolatedName, page, problem } from './layout';

export interface ForgottenPage {
  action: string;
  /** As entered before. */
  email?: string;
  error?: string;
  /** The CSRF token, if the page belongs to a sign-in. */
  csrf?: string;
  /** The sign-in that the user can go back to. */
  backUrl?: string;
}

export function forgottenPage({ action, email, error, csrf, backUrl }: ForgottenPage): string {
  return page({
    title: error ? `Not sent: ${error}` : 'Forgot your password?',
    body: html` <h1>Forgot your password?</h1>
      <p class="quiet">We will send you a link to set a new password.</p>
      ${problem(error)}
      <form method="post" action="${action}">
        ${csrf && html`<input type="hidden" name="csrf" value="${csrf}" />`}
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
        <div class="actions"><button type="submit">Send link</button></div>
      </form>
      ${backUrl && html`<p class="foot"><a href="${backUrl}">Back to the sign-in</a></p>`}`,
  });
}

export function resetRequestedPage({ email, backUrl }: { email: string; backUrl?: string }): string {
  return page({
    title: 'Check your e-mail',
    body: html` <h1>Check your e-mail</h1>
      <p>
        If there is an account with the address ${isolatedName(email)}, we have sent a link to it. The link is valid for
        30 minutes.
      </p>
      ${backUrl && html`<p class="foot"><a href="${backUrl}">Back to the sign-in</a></p>`}`,
  });
}

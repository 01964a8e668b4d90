/** Registers an account. */
import { html } from './html';
import { isolatedName, page, problem } from './layout';

export interface SignUpPage {
  action: string;
  /** As entered before. */
  email?: string;
  name?: string;
  error?: string;
  /** The CSRF token, if the page belongs to a sign-in. */
  csrf?: string;
  /** The sign-in that the user can go back to. */
  backUrl?: string;
}

export function signUpPage({ action, email, name, error, csrf, backUrl }: SignUpPage): string {
  const fault = error && html` aria-describedby="problem"`;
  return page({
    title: error ? `Not registered: ${error}` : 'Create an account',
    body: html` <h1>Create an account</h1>
      <p class="quiet">We will send you a link to confirm your e-mail address. You sign in with that address.</p>
      ${problem(error)}
      <form method="post" action="${action}">
        ${csrf && html`<input type="hidden" name="csrf" value="${csrf}" />`}
        <label for="name">Display name (optional)</label>
        <input id="name" name="name" type="text" value="${name}" autocomplete="name" />
        <label for="email">E-mail address</label>
        <input id="email" name="email" type="email" value="${email}" autocomplete="username" required${fault} />
        <label for="password">Password, at least 15 characters</label>
        <input id="password" name="password" type="password" autocomplete="new-password" required${fault} />
        <div class="actions"><button type="submit">Create account</button></div>
      </form>
      ${backUrl && html`<p class="foot">Already have an account? <a href="${backUrl}">Sign in</a></p>`}`,
  });
}

export function signedUpPage({ email, backUrl }: { email: string; backUrl?: string }): string {
  return page({
    title: 'Check your e-mail',
    body: html` <h1>Check your e-mail</h1>
      <p>
        We have sent a mail to ${isolatedName(email)}. Open the link in it within 30 minutes to confirm that the address
        is yours.
      </p>
      ${backUrl && html`<p class="foot"><a href="${backUrl}">Back to the sign-in</a></p>`}`,
  });
}

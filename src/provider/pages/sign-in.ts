/** Asks for username and password. */
import { html } from './html';
import { type ImpersonationNotice, isolatedName, page, problem } from './layout';
import { passkeyForm, type PasskeyForm } from './passkey';

export interface SignInPage {
  action: string;
  csrf: string;
  applicationName: string;
  /** As entered before. */
  username?: string;
  error?: string;
  cancelAction?: string;
  passkey?: PasskeyForm;
  /** Where the user can request a recovery link. */
  forgottenUrl?: string;
  /** Where people can register. */
  signUpUrl?: string;
  acting?: ImpersonationNotice;
}

export function signInPage({
  action,
  csrf,
  applicationName,
  username,
  error,
  cancelAction,
  passkey,
  forgottenUrl,
  signUpUrl,
  acting,
}: SignInPage): string {
  const fault = error && html` aria-invalid="true" aria-describedby="problem"`;
  const focus = html` autofocus`;
  return page({
    title: error ? `Not signed in: ${error}` : 'Sign in',
    acting,
    body: html` <h1>Sign in</h1>
      <p class="quiet">to continue to ${isolatedName(applicationName)}</p>
      ${problem(error)}
      <form method="post" action="${action}">
        <input type="hidden" name="csrf" value="${csrf}" />
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          type="text"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          autocorrect="off"
          spellcheck="false"
          required${!username && focus}${fault}
        />
        <label for="password">Password</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="current-password"
          required${username && focus}${fault}
        />
        <div class="actions"><button type="submit">Sign in</button></div>
      </form>
      ${passkey && passkeyForm(csrf, passkey)}
      ${
        cancelAction &&
        html`<form method="post" action="${cancelAction}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <div class="actions"><button type="submit" class="second">Cancel</button></div>
        </form>`
      }
      ${forgottenUrl && html`<p class="foot"><a href="${forgottenUrl}">Forgot your password?</a></p>`}
      ${signUpUrl && html`<p class="foot">No account yet? <a href="${signUpUrl}">Create an account</a></p>`}`,
  });
}

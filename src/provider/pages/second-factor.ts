/** Asks for the second factor after the password. */
import { html } from './html';
import { isolatedName, page, problem } from './layout';
import { passkeyForm, type PasskeyForm } from './passkey';

export interface SecondFactorPage {
  action: string;
  csrf: string;
  applicationName: string;
  error?: string;
  cancelAction: string;
  /** Starts again with the password, for a different user. */
  restartUrl: string;
  /** Whether the user has a factor with codes. */
  takesCode: boolean;
  passkey?: PasskeyForm;
}

export function secondFactorPage({
  action,
  csrf,
  applicationName,
  error,
  cancelAction,
  restartUrl,
  takesCode,
  passkey,
}: SecondFactorPage): string {
  return page({
    title: error ? `Not signed in: ${error}` : 'Two-step sign-in',
    body: html` <h1>Two-step sign-in</h1>
      <p class="quiet">to continue to ${isolatedName(applicationName)}</p>
      ${problem(error)} ${passkey && passkeyForm(csrf, passkey)}
      ${
        takesCode &&
        html`<form method="post" action="${action}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <label for="code">Code from your authenticator app, or a recovery code</label>
          <input
            id="code"
            name="code"
            type="text"
            autocomplete="one-time-code"
            autocapitalize="none"
            autocorrect="off"
            spellcheck="false"
            required
            autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}
          />
          <div class="actions"><button type="submit">Sign in</button></div>
        </form>`
      }
      <form method="post" action="${cancelAction}">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="actions"><button type="submit" class="second">Cancel</button></div>
      </form>
      <p class="foot"><a href="${restartUrl}">Sign in as a different user</a></p>`,
  });
}

/** Asks for the second factor after the password. */
import type { Message } from '../texts';
import { html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { passkeyForm, type PasskeyForm } from './passkey';

export interface SecondFactorPage {
  action: string;
  csrf: string;
  applicationName: string;
  error?: Message;
  cancelAction: string;
  /** Starts again with the password, for a different user. */
  restartUrl: string;
  /** Whether the user has a factor with codes. */
  takesCode: boolean;
  passkey?: PasskeyForm;
}

export const secondFactorPage =
  (asked: SecondFactorPage): Page =>
  (texts) => {
    const { action, csrf, applicationName, error, cancelAction, restartUrl, takesCode, passkey } = asked;
    const { secondFactor, signIn, form } = texts;
    return {
      title: error ? signIn.failed(error(texts)) : secondFactor.title,
      body: html` <h1>${secondFactor.title}</h1>
        <p class="quiet">${signIn.continueTo(isolatedName(applicationName))}</p>
        ${problem(texts, error)} ${passkey && passkeyForm(texts, csrf, passkey)}
        ${
          takesCode &&
          html`<form method="post" action="${action}">
            <input type="hidden" name="csrf" value="${csrf}" />
            <label for="code">${secondFactor.code}</label>
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
            <div class="actions"><button type="submit">${signIn.submit}</button></div>
          </form>`
        }
        <form method="post" action="${cancelAction}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <div class="actions"><button type="submit" class="second">${form.cancel}</button></div>
        </form>
        <p class="foot"><a href="${restartUrl}">${secondFactor.otherUser}</a></p>`,
    };
  };

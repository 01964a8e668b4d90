/** Sets up an authenticator app during a sign-in. */
import type { Message } from '../texts';
import { html } from './html';
import { type Page, problem } from './layout';

export interface EnrollmentPage {
  action: string;
  cancelAction: string;
  csrf: string;
  authenticatorId: string;
  secret: string;
  uri: string;
  error?: Message;
}

export const enrollmentPage =
  ({ action, cancelAction, csrf, authenticatorId, secret, uri, error }: EnrollmentPage): Page =>
  (texts) => {
    const { enrollment, signIn, form } = texts;
    return {
      title: error ? signIn.failed(error(texts)) : enrollment.title,
      body: html` <h1>${enrollment.title}</h1>
        <p class="quiet">${enrollment.why}</p>
        ${problem(texts, error)}
        <p>${enrollment.key} <code>${secret.replace(/.{4}(?=.)/g, '$& ')}</code></p>
        <p><a href="${uri}">${enrollment.open}</a></p>
        <form method="post" action="${action}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <input type="hidden" name="authenticator" value="${authenticatorId}" />
          <label for="code">${enrollment.code}</label>
          <input
            id="code"
            name="code"
            type="text"
            inputmode="numeric"
            autocomplete="one-time-code"
            required
            autofocus${error && html` aria-invalid="true" aria-describedby="problem"`}
          />
          <div class="actions"><button type="submit">${enrollment.submit}</button></div>
        </form>
        <form method="post" action="${cancelAction}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <div class="actions"><button type="submit" class="second">${form.cancel}</button></div>
        </form>`,
    };
  };

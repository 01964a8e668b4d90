/** Asks for username and password. */
import type { Message } from '../texts';
import { html } from './html';
import { type ImpersonationNotice, isolatedName, type Page, problem } from './layout';
import { passkeyForm, type PasskeyForm } from './passkey';
import { passwordField } from './password-field';
import { usernameField } from './username-field';

export interface SignInPage {
  action: string;
  csrf: string;
  applicationName: string;
  /** As entered before. */
  username?: string;
  error?: Message;
  cancelAction?: string;
  passkey?: PasskeyForm;
  /** Where the user can request a recovery link. */
  forgottenUrl?: string;
  /** Where people can register. */
  signUpUrl?: string;
  acting?: ImpersonationNotice;
}

export const signInPage =
  (asked: SignInPage): Page =>
  (texts) => {
    const { action, csrf, applicationName, username, error, cancelAction, passkey, forgottenUrl, signUpUrl } = asked;
    const { signIn, form } = texts;
    const fault = error && html` aria-invalid="true" aria-describedby="problem"`;
    const focus = html` autofocus`;
    return {
      title: error ? signIn.failed(error(texts)) : signIn.title,
      acting: asked.acting,
      body: html` <h1>${signIn.title}</h1>
        <p class="quiet">${signIn.continueTo(isolatedName(applicationName))}</p>
        ${problem(texts, error)}
        <form method="post" action="${action}">
          <input type="hidden" name="csrf" value="${csrf}" />
          ${usernameField(texts, username, html`${!username && focus}${fault}`)}
          ${passwordField(texts, {
            ...{ id: 'password', label: form.password, autocomplete: 'current-password' },
            attributes: html`${username && focus}${fault}`,
          })}
          <div class="actions"><button type="submit">${signIn.submit}</button></div>
        </form>
        ${passkey && passkeyForm(texts, csrf, passkey)}
        ${
          cancelAction &&
          html`<form method="post" action="${cancelAction}">
            <input type="hidden" name="csrf" value="${csrf}" />
            <div class="actions"><button type="submit" class="second">${form.cancel}</button></div>
          </form>`
        }
        ${forgottenUrl && html`<p class="foot"><a href="${forgottenUrl}">${signIn.forgotten}</a></p>`}
        ${signUpUrl && html`<p class="foot">${signIn.noAccount} <a href="${signUpUrl}">${signIn.signUp}</a></p>`}`,
    };
  };

/** Asks before a session ends, and confirms that it has ended. */
import { html, trusted } from './html';
import { type ImpersonationNotice, isolatedName, type Page } from './layout';

export interface SignOutPage {
  /** oidc-provider's own form (id `op.logoutForm`), as it passes it to `logoutSource`. */
  formHtml: string;
  applicationName?: string;
  username?: string;
  acting?: ImpersonationNotice;
}

export const signOutPage =
  ({ formHtml, applicationName, username, acting }: SignOutPage): Page =>
  ({ signOut }) => ({
    title: signOut.title,
    acting,
    body: html` <h1>${username ? signOut.questionFor(isolatedName(username)) : signOut.question}</h1>
      <p>${applicationName && html`${signOut.asks(isolatedName(applicationName))} `}${signOut.what}</p>
      ${trusted(formHtml)}
      <div class="actions pair">
        <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>${signOut.submit}</button>
        <button type="submit" form="op.logoutForm" class="second">${signOut.stay}</button>
      </div>`,
  });

export const signedOutPage =
  ({ applicationName }: { applicationName?: string } = {}): Page =>
  ({ signOut }) => ({
    title: signOut.doneTitle,
    body: html` <h1>${signOut.done}</h1>
      <p>${applicationName && html`${signOut.doneFrom(isolatedName(applicationName))} `}${signOut.close}</p>`,
  });

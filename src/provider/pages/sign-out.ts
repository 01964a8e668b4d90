/** Asks before a session ends, and confirms that it has ended. */
import { html, trusted } from './html';
import { type ImpersonationNotice, isolatedName, page } from './layout';

export interface SignOutPage {
  /** oidc-provider's own form (id `op.logoutForm`), as it passes it to `logoutSource`. */
  formHtml: string;
  applicationName?: string;
  username?: string;
  acting?: ImpersonationNotice;
}

export function signOutPage({ formHtml, applicationName, username, acting }: SignOutPage): string {
  return page({
    title: 'Sign out',
    acting,
    body: html` <h1>Sign out${username && html` ${isolatedName(username)}`}?</h1>
      <p>
        ${applicationName && html`${isolatedName(applicationName)} asks to sign you out. `}Your session in this browser
        and everything that it issued will end.
      </p>
      ${trusted(formHtml)}
      <div class="actions pair">
        <button type="submit" form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>
        <button type="submit" form="op.logoutForm" class="second">Stay signed in</button>
      </div>`,
  });
}

export function signedOutPage({ applicationName }: { applicationName?: string } = {}): string {
  return page({
    title: 'Signed out',
    body: html` <h1>You are signed out</h1>
      <p>
        ${applicationName ? html`You have signed out of ${isolatedName(applicationName)}. ` : ''}You can close this
        page.
      </p>`,
  });
}

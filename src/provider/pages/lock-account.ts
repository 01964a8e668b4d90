/** Locks an account down, by a link in a mail to its owner. Opening the link alone does nothing, because mail scanners do that too. */
import { html } from './html';
import { isolatedName, page, problem, webAddress } from './layout';

export interface LockAccountPage {
  action: string;
  link: string;
  username: string;
  /** If so, the account is not disabled. */
  isLastAdministrator: boolean;
  error?: string;
}

export function lockAccountPage({ action, link, username, isLastAdministrator, error }: LockAccountPage): string {
  return page({
    title: error ? `Not locked: ${error}` : 'Lock this account?',
    body: html` <h1>Lock this account?</h1>
      <p>${isolatedName(username)}</p>
      ${problem(error)}
      <p>If you lock the account:</p>
      <ul>
        <li>Every session, token and API token ends immediately.</li>
        <li>The password no longer works.</li>
        ${
          isLastAdministrator
            ? html`<li>Passkeys, authenticator apps and devices that were added since the mail are removed.</li>
                <li>
                  The account stays enabled, since it is the only administrator. You need a new password to sign in.
                </li>`
            : html`<li>All passkeys, authenticator apps, recovery codes and devices are removed.</li>
                <li>Nobody can sign in, including you, until an administrator enables the account again.</li>`
        }
      </ul>
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        <div class="actions"><button type="submit">Lock account</button></div>
      </form>`,
  });
}

export interface AccountLockedPage {
  username: string;
  disabled: boolean;
  /** Where the user can request a link to set a new password. */
  recoveryUrl?: string;
}

export function accountLockedPage({ username, disabled, recoveryUrl }: AccountLockedPage): string {
  const next = disabled
    ? html`<p>Nobody can sign in. Ask an administrator to enable the account again.</p>`
    : recoveryUrl
      ? html`<p>
            The account stays enabled, since it is the only administrator. To sign in, set a new password with a link
            that we send you.
          </p>
          <p>After signing in, review your authenticators and remove any that are not yours.</p>
          <div class="actions">
            <a class="button" href="${webAddress(recoveryUrl)}">Get a link for a new password</a>
          </div>`
      : html`<p>
          The account stays enabled, since it is the only administrator. Its e-mail address was changed after the mail
          was sent, so we cannot send a recovery link to either address. The operator of the service has to create one.
        </p>`;
  return page({
    title: 'Account locked',
    body: html` <h1>The account is locked</h1>
      <p>Every session and token of ${isolatedName(username)} has ended, and the password no longer works.</p>
      ${next}`,
  });
}

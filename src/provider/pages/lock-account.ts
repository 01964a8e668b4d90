/** Locks an account down, by a link in a mail to its owner. Opening the link alone does nothing, because mail scanners do that too. */
import type { Message } from '../texts';
import { html } from './html';
import { isolatedName, type Page, problem, webAddress } from './layout';

export interface LockAccountPage {
  action: string;
  link: string;
  username: string;
  /** If so, the account is not disabled. */
  isLastAdministrator: boolean;
  error?: Message;
}

export const lockAccountPage =
  ({ action, link, username, isLastAdministrator, error }: LockAccountPage): Page =>
  (texts) => {
    const { lockAccount } = texts;
    const effects = isLastAdministrator
      ? [lockAccount.recentRemoved, lockAccount.staysEnabled]
      : [lockAccount.allRemoved, lockAccount.nobody];
    return {
      title: error ? lockAccount.failed(error(texts)) : lockAccount.title,
      body: html` <h1>${lockAccount.title}</h1>
        <p>${isolatedName(username)}</p>
        ${problem(texts, error)}
        <p>${lockAccount.ifYou}</p>
        <ul>
          ${[lockAccount.endsAll, lockAccount.noPassword, ...effects].map((effect) => html`<li>${effect}</li> `)}
        </ul>
        <form method="post" action="${action}">
          <input type="hidden" name="link" value="${link}" />
          <div class="actions"><button type="submit">${lockAccount.submit}</button></div>
        </form>`,
    };
  };

export interface AccountLockedPage {
  username: string;
  disabled: boolean;
  /** Where the user can request a link to set a new password. */
  recoveryUrl?: string;
}

export const accountLockedPage =
  ({ username, disabled, recoveryUrl }: AccountLockedPage): Page =>
  ({ lockAccount }) => ({
    title: lockAccount.doneTitle,
    body: html` <h1>${lockAccount.done}</h1>
      <p>${lockAccount.doneWhat(isolatedName(username))}</p>
      ${
        disabled
          ? html`<p>${lockAccount.doneNobody}</p>`
          : recoveryUrl
            ? html`<p>${lockAccount.recover}</p>
                <p>${lockAccount.review}</p>
                <div class="actions">
                  <a class="button" href="${webAddress(recoveryUrl)}">${lockAccount.getLink}</a>
                </div>`
            : html`<p>${lockAccount.contested}</p>`
      }`,
  });

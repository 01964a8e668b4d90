/** Starts an impersonation in this browser, shows it and ends it. */
import { html } from './html';
import { type ImpersonationNotice, isolatedName, type Page } from './layout';

export interface ImpersonationPage extends ImpersonationNotice {
  action: string;
  link: string;
  minutes: number;
}

/** Opening the link alone does nothing, because link previews do that too. */
export const impersonationPage =
  ({ action, link, username, impersonator, minutes }: ImpersonationPage): Page =>
  ({ impersonation }) => ({
    title: impersonation.question(username),
    body: html` <h1>${impersonation.question(isolatedName(username))}</h1>
      <p>${impersonation.what(isolatedName(impersonator), isolatedName(username), minutes)}</p>
      <p class="quiet">${impersonation.ownSession}</p>
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        <div class="actions"><button type="submit">${impersonation.submit(username)}</button></div>
      </form>`,
  });

export const impersonatingPage =
  ({ action, csrf, until, ...acting }: ImpersonationNotice & { action: string; csrf: string; until: Date }): Page =>
  ({ impersonation }) => {
    const time = html`<time datetime="${until.toISOString()}">${until.toISOString().slice(11, 16)} UTC</time>`;
    return {
      title: impersonation.activeTitle(acting.username),
      acting,
      body: html` <h1>${impersonation.active(isolatedName(acting.username))}</h1>
        <p>${impersonation.next}</p>
        <p class="quiet">${impersonation.endsAt(time)}</p>
        <form method="post" action="${action}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <div class="actions">
            <button type="submit" name="decision" value="end">${impersonation.end}</button>
          </div>
        </form>`,
    };
  };

export const impersonationEndedPage =
  ({ username }: { username: string }): Page =>
  ({ impersonation }) => ({
    title: impersonation.endedTitle,
    body: html` <h1>${impersonation.ended(isolatedName(username))}</h1>
      <p>${impersonation.endedWhat}</p>`,
  });

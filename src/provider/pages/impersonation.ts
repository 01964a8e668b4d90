/** Starts an impersonation in this browser, shows it and ends it. */
import { html } from './html';
import { type ImpersonationNotice, isolatedName, page } from './layout';

export interface ImpersonationPage extends ImpersonationNotice {
  action: string;
  link: string;
  minutes: number;
}

/** Opening the link alone does nothing, because link previews do that too. */
export function impersonationPage({ action, link, username, impersonator, minutes }: ImpersonationPage): string {
  return page({
    title: `Impersonate ${username}?`,
    body: html` <h1>Impersonate ${isolatedName(username)}?</h1>
      <p>
        ${isolatedName(impersonator)} will be signed in as ${isolatedName(username)} in this browser for up to
        ${minutes} minutes. All actions are recorded under both names.
      </p>
      <p class="quiet">
        Your own session in this browser will end. To keep it, open this link in another browser or a private window.
      </p>
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        <div class="actions"><button type="submit">Impersonate ${username}</button></div>
      </form>`,
  });
}

export function impersonatingPage({
  action,
  csrf,
  until,
  ...acting
}: ImpersonationNotice & { action: string; csrf: string; until: Date }): string {
  return page({
    title: `Impersonating ${acting.username}`,
    acting,
    body: html` <h1>You are impersonating ${isolatedName(acting.username)}</h1>
      <p>
        Open the application that you want to use as this user and sign in there. You will not be asked for a password.
      </p>
      <p class="quiet">
        The impersonation ends automatically at
        <time datetime="${until.toISOString()}">${until.toISOString().slice(11, 16)} UTC</time>.
      </p>
      <form method="post" action="${action}">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="actions"><button type="submit" name="decision" value="end">End impersonation</button></div>
      </form>`,
  });
}

export function impersonationEndedPage({ username }: { username: string }): string {
  return page({
    title: 'Impersonation ended',
    body: html` <h1>You are no longer impersonating ${isolatedName(username)}</h1>
      <p>Everything that was issued during the impersonation has been revoked. Sign in as yourself to continue.</p>`,
  });
}

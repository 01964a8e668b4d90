/** Where somebody takes the session in which they act in the place of a user, sees that they do, and ends it. */
import { html } from './html';
import { type Acting, named, page } from './layout';

export interface ImpersonationPage extends Acting {
  action: string;
  link: string;
  minutes: number;
}

/** Following the link alone does nothing: whatever previews links does that too. */
export function impersonationPage({ action, link, username, impersonator, minutes }: ImpersonationPage): string {
  return page({
    title: `Act as ${username}?`,
    body: html` <h1>Act as ${named(username)}?</h1>
      <p>
        In this browser, ${named(impersonator)} is then signed in as ${named(username)}, for ${minutes} minutes at most.
        Whatever is done is recorded under both names.
      </p>
      <p class="quiet">Your own session in this browser ends; another browser, or a private window, keeps it.</p>
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        <div class="actions"><button type="submit">Act as ${username}</button></div>
      </form>`,
  });
}

export function actingPage({
  action,
  csrf,
  until,
  ...acting
}: Acting & { action: string; csrf: string; until: Date }): string {
  return page({
    title: `You act as ${acting.username}`,
    acting,
    body: html` <h1>You act as ${named(acting.username)}</h1>
      <p>Go to the application that you want to see as they see it, and sign in there: nobody asks for a password.</p>
      <p class="quiet">
        It ends by itself at
        <time datetime="${until.toISOString()}">${until.toISOString().slice(11, 16)} UTC</time>.
      </p>
      <form method="post" action="${action}">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="actions"><button type="submit" name="decision" value="end">End it now</button></div>
      </form>`,
  });
}

export function actedPage({ username }: { username: string }): string {
  return page({
    title: 'Ended',
    body: html` <h1>You act as ${named(username)} no more</h1>
      <p>What was issued in their place has stopped working. Sign in as yourself to go on.</p>`,
  });
}

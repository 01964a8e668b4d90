/** Creates the account of an invited person. */
import { html } from './html';
import { isolatedName, page, problem } from './layout';
import { type Destination, onward } from './onward';

export interface InvitationPage {
  action: string;
  link: string;
  /** As entered before, or suggested. */
  username?: string;
  name?: string;
  /** Whether the invited person chooses their name. */
  choosesName: boolean;
  error?: string;
}

export function invitationPage({ action, link, username, name, choosesName, error }: InvitationPage): string {
  return page({
    title: error ? `Not accepted: ${error}` : 'You have been invited',
    body: html` <h1>You have been invited${!choosesName && name && html`, ${isolatedName(name)}`}</h1>
      <p class="quiet">Choose a username and a password.</p>
      ${problem(error)}
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        ${
          choosesName &&
          html`<label for="name">Display name</label>
            <input id="name" name="name" type="text" value="${name}" autocomplete="name" />`
        }
        <label for="username">Username</label>
        <input
          id="username"
          name="username"
          type="text"
          value="${username}"
          autocomplete="username"
          autocapitalize="none"
          autocorrect="off"
          spellcheck="false"
          required${error && html` aria-describedby="problem"`}
        />
        <label for="password">Password, at least 15 characters</label>
        <input
          id="password"
          name="password"
          type="password"
          autocomplete="new-password"
          required${error && html` aria-describedby="problem"`}
        />
        <div class="actions"><button type="submit">Accept invitation</button></div>
      </form>`,
  });
}

export function acceptedPage({ username, destination }: { username: string; destination: Destination | null }): string {
  return page({
    title: 'Account created',
    body: html` <h1>Your account is ready</h1>
      <p>${isolatedName(username)} can sign in now.</p>
      ${onward(destination)}`,
  });
}

/** Where a person who was invited makes an account. */
import { html } from './html';
import { named, page, problem } from './layout';

export interface InvitationPage {
  action: string;
  link: string;
  /** What was typed before, or is suggested. */
  username?: string;
  name?: string;
  /** Whether the invitation leaves the name to the person. */
  choosesName: boolean;
  error?: string;
}

export function invitationPage({ action, link, username, name, choosesName, error }: InvitationPage): string {
  return page({
    title: error ? `Not accepted: ${error}` : 'You are invited',
    body: html` <h1>You are invited${!choosesName && name && html`, ${named(name)}`}</h1>
      <p class="quiet">Choose how you want to sign in.</p>
      ${problem(error)}
      <form method="post" action="${action}">
        <input type="hidden" name="link" value="${link}" />
        ${
          choosesName &&
          html`<label for="name">Name to show</label>
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
        <div class="actions"><button type="submit">Accept the invitation</button></div>
      </form>`,
  });
}

export function acceptedPage({ username }: { username: string }): string {
  return page({
    title: 'Account made',
    body: html` <h1>Your account is ready</h1>
      <p>${named(username)} can sign in now. Go back to the application that you want to use.</p>`,
  });
}

/** Creates the account of an invited person. */
import type { Message } from '../texts';
import { html } from './html';
import { isolatedName, type Page, problem } from './layout';
import { type Destination, onward } from './onward';
import { passwordField } from './password-field';
import { usernameField } from './username-field';

export interface InvitationPage {
  action: string;
  link: string;
  /** The minimum length of the password. */
  minimum: number;
  /** As entered before, or suggested. */
  username?: string;
  name?: string;
  /** Whether the invited person chooses their name. */
  choosesName: boolean;
  error?: Message;
}

export const invitationPage =
  ({ action, link, minimum, username, name, choosesName, error }: InvitationPage): Page =>
  (texts) => {
    const { invitation, form } = texts;
    const fault = error && html` aria-describedby="problem"`;
    return {
      title: error ? invitation.failed(error(texts)) : invitation.title,
      body: html` <h1>${!choosesName && name ? invitation.titleFor(isolatedName(name)) : invitation.title}</h1>
        <p class="quiet">${invitation.what}</p>
        ${problem(texts, error)}
        <form method="post" action="${action}">
          <input type="hidden" name="link" value="${link}" />
          ${
            choosesName &&
            html`<label for="name">${form.name}</label>
              <input id="name" name="name" type="text" value="${name}" autocomplete="name" />`
          }
          ${usernameField(texts, username, fault)}
          ${passwordField(texts, {
            ...{ id: 'password', label: form.chosenPassword(minimum), autocomplete: 'new-password' },
            attributes: fault,
          })}
          <div class="actions"><button type="submit">${invitation.submit}</button></div>
        </form>`,
    };
  };

export const acceptedPage =
  ({ username, destination }: { username: string; destination: Destination | null }): Page =>
  (texts) => ({
    title: texts.invitation.doneTitle,
    body: html` <h1>${texts.invitation.done}</h1>
      <p>${texts.onward.canSignIn(isolatedName(username))}</p>
      ${onward(texts, destination)}`,
  });

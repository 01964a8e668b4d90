/** Asks a user whether an application may use their account. */
import { type Html, html } from './html';
import { type ImpersonationNotice, isolatedName, page, problem } from './layout';
import { scopeDescription } from './scopes';

export interface ConsentPage {
  action: string;
  csrf: string;
  applicationName: string;
  username: string;
  scopes: { name: string; description: string }[];
  /** Scopes at other services (RFC 8707), each under the name of its resource server. */
  resources?: { name: string; scopes: string[] }[];
  deviceName?: string;
  switchAccountAction?: string;
  /** An impersonator cannot consent: the page then only says so. */
  acting?: ImpersonationNotice;
  error?: string;
}

export function consentPage(consent: ConsentPage): string {
  const {
    action,
    csrf,
    applicationName,
    username,
    scopes,
    resources = [],
    deviceName,
    switchAccountAction,
    acting,
  } = consent;
  const asksNothing = scopes.length === 0 && resources.every((resource) => resource.scopes.length === 0);
  return page({
    title: `Allow ${applicationName}?`,
    acting,
    body: html` <h1>Allow ${isolatedName(applicationName)} to use your account?</h1>
      <p class="quiet">
        You are signed in as ${isolatedName(username)}${deviceName && html` on ${isolatedName(deviceName)}`}.
      </p>
      ${problem(acting ? `Only ${acting.username} can allow this. Go back, or end the impersonation.` : consent.error)}
      ${asksNothing ? html`<p>It will only know that you signed in.</p>` : html`<p>It will be able to:</p>`}
      ${scopeList(scopes)}
      ${resources.map(
        (resource) =>
          html`<h2>At ${isolatedName(resource.name)}</h2>
            ${scopeList(resource.scopes.map((name) => ({ name, description: scopeDescription(name) })))}`,
      )}
      <form method="post" action="${action}">
        <input type="hidden" name="csrf" value="${csrf}" />
        <div class="actions pair">
          ${!acting && html`<button type="submit" name="decision" value="allow">Allow</button>`}
          <button type="submit" name="decision" value="deny" class="second">Deny</button>
        </div>
      </form>
      <div class="foot">
        <p>You can withdraw this at any time in your account.</p>
        ${
          switchAccountAction &&
          html`<form method="post" action="${switchAccountAction}">
            <input type="hidden" name="csrf" value="${csrf}" />
            Not ${isolatedName(username)}? <button type="submit" class="link">Use a different account</button>
          </form>`
        }
      </div>`,
  });
}

function scopeList(scopes: { name: string; description: string }[]): Html | undefined {
  if (scopes.length === 0) return undefined;
  return html`<ul class="scopes">
    ${scopes.map(({ name, description }) => html`<li>${description} <code>${name}</code></li> `)}
  </ul>`;
}

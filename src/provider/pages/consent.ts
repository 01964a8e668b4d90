/** Asks a user whether an application may use their account. */
import type { Message, Texts } from '../texts';
import { type Html, html } from './html';
import { type ImpersonationNotice, isolatedName, type Page, problem } from './layout';
import { scopeDescription } from './scopes';

export interface ConsentPage {
  action: string;
  csrf: string;
  applicationName: string;
  username: string;
  scopes: string[];
  /** Scopes at other services (RFC 8707), each under the name of its resource server. */
  resources?: { name: string; scopes: string[] }[];
  deviceName?: string;
  switchAccountAction?: string;
  /** An impersonator cannot consent: the page then only says so. */
  acting?: ImpersonationNotice;
  error?: Message;
}

export const consentPage =
  (asked: ConsentPage): Page =>
  (texts) => {
    const { action, csrf, applicationName, scopes, resources = [], deviceName, switchAccountAction, acting } = asked;
    const { consent } = texts;
    const username = isolatedName(asked.username);
    const asksNothing = scopes.length === 0 && resources.every((resource) => resource.scopes.length === 0);
    return {
      title: consent.shortTitle(applicationName),
      acting,
      body: html` <h1>${consent.title(isolatedName(applicationName))}</h1>
        <p class="quiet">
          ${deviceName ? consent.signedInOn(username, isolatedName(deviceName)) : consent.signedInAs(username)}
        </p>
        ${problem(texts, acting ? () => consent.impersonated(acting.username) : asked.error)}
        ${asksNothing ? html`<p>${consent.nothing}</p>` : html`<p>${consent.will}</p>`} ${scopeList(texts, scopes)}
        ${resources.map(
          (resource) =>
            html`<h2>${consent.at(isolatedName(resource.name))}</h2>
              ${scopeList(texts, resource.scopes)}`,
        )}
        <form method="post" action="${action}">
          <input type="hidden" name="csrf" value="${csrf}" />
          <div class="actions pair">
            ${!acting && html`<button type="submit" name="decision" value="allow">${consent.allow}</button>`}
            <button type="submit" name="decision" value="deny" class="second">${consent.deny}</button>
          </div>
        </form>
        <div class="foot">
          <p>${consent.withdraw}</p>
          ${
            switchAccountAction &&
            html`<form method="post" action="${switchAccountAction}">
              <input type="hidden" name="csrf" value="${csrf}" />
              ${consent.notYou(username)} <button type="submit" class="link">${consent.otherAccount}</button>
            </form>`
          }
        </div>`,
    };
  };

function scopeList(texts: Texts, scopes: string[]): Html | undefined {
  if (scopes.length === 0) return undefined;
  return html`<ul class="scopes">
    ${scopes.map((name) => html`<li>${scopeDescription(texts, name)} <code>${name}</code></li> `)}
  </ul>`;
}

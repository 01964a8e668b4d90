/** The last part of a page at the end of a flow: the way to the application that it began at. */
import { html, type Html } from './html';
import { isolatedName, webAddress } from './layout';

export interface Destination {
  applicationName: string;
  /** Null if the application has no address to begin a sign-in at. */
  url: string | null;
}

export function onward(destination: Destination | null): Html {
  if (!destination) return html`<p>Return to the application that you want to use.</p>`;
  const { applicationName, url } = destination;
  return url
    ? html`<div class="actions"><a class="button" href="${webAddress(url)}">Continue to ${applicationName}</a></div>`
    : html`<p>Open ${isolatedName(applicationName)} and sign in.</p>`;
}

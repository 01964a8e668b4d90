/** The last part of a page at the end of a flow: the way to the application that it began at. */
import type { Texts } from '../texts';
import { html, type Html, type Interpolated } from './html';
import { isolatedName, webAddress } from './layout';

export interface Destination {
  applicationName: string;
  /** Null if the application has no address to begin a sign-in at. */
  url: string | null;
}

export function onward({ onward: texts }: Texts, destination: Destination | null): Html {
  if (!destination) return html`<p>${texts.anywhere}</p>`;
  const { applicationName, url } = destination;
  return url
    ? html`<div class="actions">
        <a class="button" href="${webAddress(url)}">${texts.continueTo(applicationName)}</a>
      </div>`
    : html`<p>${texts.open(isolatedName(applicationName))}</p>`;
}

export function backToSignIn({ onward: texts }: Texts, url: string | undefined): Interpolated {
  return url && html`<p class="foot"><a href="${url}">${texts.backToSignIn}</a></p>`;
}

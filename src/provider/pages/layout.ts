/** The document of every page, and the headers that it is sent with. */
import { createHash } from 'node:crypto';
import { withBase } from '../../platform/base-path';
import { hasPlainHost } from '../../schema/web-values';
import type { Message, Texts } from '../texts';
import { accentStyle } from './accent';
import { type Html, type Interpolated, html, trusted } from './html';
import type { Brand, Look } from './look';
import { style } from './style';

const logoPath = 'M4 21V9H2V3h4v2h3V3h6v2h3V3h4v6h-2v12h-5v-4a3 3 0 0 0-6 0v4z';

const icon = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#2f5fd0" d="${logoPath}"/></svg>`,
);

export interface Document {
  title: Interpolated;
  body: Html;
  /** For pages of text; narrow pages contain a form. */
  wide?: boolean;
  acting?: ImpersonationNotice | undefined;
}

/** A page, to be shown in the language and with the brand of the request. */
export type Page = (texts: Texts) => Document;

/** Who impersonates whom: every page of such a session shows it. */
export interface ImpersonationNotice {
  username: string;
  impersonator: string;
}

function banner({ impersonation }: Texts, { username, impersonator }: ImpersonationNotice): Html {
  return html`<p class="acting" role="status">
    ${impersonation.banner(isolatedName(impersonator), isolatedName(username))}
    <a href="/signin/impersonation">${impersonation.end}</a>
  </p>`;
}

function logo({ logoUri }: Brand): Html {
  const address = webAddress(logoUri);
  return address
    ? html`<img src="${address}" alt="" height="28" />`
    : html`<svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${logoPath}" /></svg>`;
}

function legal({ foot }: Texts, { policyUri, termsUri }: Brand): Interpolated {
  const links = [
    [webAddress(policyUri), foot.privacy],
    [webAddress(termsUri), foot.terms],
  ].filter(([address]) => address);
  return (
    links.length > 0 &&
    html`<p class="foot legal">
      ${links.map(([address, text]) => html`<a href="${address}" target="_blank" rel="noopener noreferrer">${text}</a> `)}
    </p>`
  );
}

/** An attribute that refers to a path. Text on a page has its quotes escaped, so this finds none in it. */
const LINK = /( (?:href|src|action)=")(\/[^"]*)/g;

/** The whole document, and the headers to send it with. */
export function renderPage(
  page: Page,
  { language, texts, brand, base }: Look,
  formTargets: readonly string[] = [],
): { body: string; headers: Record<string, string> } {
  const { title, body, wide, acting } = page(texts);
  const css = `${style}${accentStyle(brand.color)}`;
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · ${brand.service}</title>
<link rel="icon" href="data:image/svg+xml,${trusted(icon)}">
<style>${trusted(css)}</style>
</head>
<body>
<main${wide && trusted(' class="wide"')}>
<p class="brand">${logo(brand)}${brand.name}</p>
${acting && banner(texts, acting)}
${body}
${legal(texts, brand)}
</main>
</body>
</html>
`
    .toString()
    .replace(LINK, (_, attribute: string, address: string) => `${attribute}${withBase(address, base)}`);
  const scripts = document.includes('<script src=');
  return { body: document, headers: pageHeaders({ css, logoUri: brand.logoUri, formTargets, scripts }) };
}

/** A message that assistive technology announces at once. Forms refer to it with `aria-describedby="problem"`. */
export function problem(texts: Texts, message: Message | undefined): Interpolated {
  return message && html`<p class="problem" role="alert" id="problem">${message(texts)}</p>`;
}

/** Text that another person chose, isolated so that it cannot change the writing direction around it. */
export function isolatedName(name: string): Html {
  return html`<bdi class="name">${name}</bdi>`;
}

/** Only addresses that a browser may open; others, such as `javascript:`, do not become links. */
export function webAddress(address: string | null | undefined): string | undefined {
  if (!address) return undefined;
  if (/^\/(?![/\\])/.test(address)) return address;
  const parsed = URL.parse(address);
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : undefined;
}

interface PageContent {
  css: string;
  logoUri: string | null;
  formTargets: readonly string[];
  scripts: boolean;
}

/**
 * Browsers apply `form-action` to each redirect that follows a form (CSP 3 §6.4.2). So the sign-in, consent and sign-out pages must list the
 * final redirect URI in `formTargets`.
 */
function pageHeaders({ css, logoUri, formTargets, scripts }: PageContent): Record<string, string> {
  const targets = new Set(formTargets.map(originOf).filter((target) => target !== undefined));
  const images = webAddress(logoUri) && originOf(logoUri!);
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      `default-src 'none'`,
      `style-src 'sha256-${createHash('sha256').update(css).digest('base64')}'`,
      ['img-src', 'data:', ...(images ? [images] : [])].join(' '),
      ...(scripts ? [`script-src 'self'`] : []),
      ['form-action', `'self'`, ...targets].join(' '),
      `frame-ancestors 'none'`,
      `base-uri 'none'`,
    ].join('; '),
    'cache-control': 'no-store',
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
}

/** The CSP source of an address: its origin, or only its scheme if CSP cannot express the host (apps, IPv6, special characters). */
function originOf(uri: string): string | undefined {
  const parsed = URL.parse(uri);
  if (!parsed || ['javascript:', 'data:', 'blob:'].includes(parsed.protocol)) return undefined;
  const nameable = /^https?:$/.test(parsed.protocol) && hasPlainHost(parsed) && !parsed.host.startsWith('[');
  return nameable ? parsed.origin : parsed.protocol;
}

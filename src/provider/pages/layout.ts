/** The document of every page, and the headers that it is sent with. */
import { createHash } from 'node:crypto';
import { type Html, type Interpolated, html, trusted } from './html';
import { style } from './style';

const styleSource = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

const logoPath = 'M4 21V9H2V3h4v2h3V3h6v2h3V3h4v6h-2v12h-5v-4a3 3 0 0 0-6 0v4z';

const icon = encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#2f5fd0" d="${logoPath}"/></svg>`,
);

export interface Document {
  title: string;
  body: Html;
  /** For pages of text; narrow pages contain a form. */
  wide?: boolean;
  acting?: ImpersonationNotice | undefined;
}

/** Who impersonates whom: every page of such a session shows it. */
export interface ImpersonationNotice {
  username: string;
  impersonator: string;
}

function banner({ username, impersonator }: ImpersonationNotice): Html {
  return html`<p class="acting" role="status">
    ${isolatedName(impersonator)}, you are impersonating ${isolatedName(username)}.
    <a href="/signin/impersonation">End impersonation</a>
  </p>`;
}

export function page({ title, body, wide, acting }: Document): string {
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Castellan</title>
<link rel="icon" href="data:image/svg+xml,${trusted(icon)}">
<style>${trusted(style)}</style>
</head>
<body>
<main${wide && trusted(' class="wide"')}>
<p class="brand"><svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true"><path d="${logoPath}"/></svg>Castellan</p>
${acting && banner(acting)}
${body}
</main>
</body>
</html>
`;
  return document.toString();
}

/** A message that assistive technology announces at once. Forms refer to it with `aria-describedby="problem"`. */
export function problem(message: string | undefined): Interpolated {
  return message && html`<p class="problem" role="alert" id="problem">${message}</p>`;
}

/** Text that another person chose, isolated so that it cannot change the writing direction around it. */
export function isolatedName(name: string): Html {
  return html`<bdi class="name">${name}</bdi>`;
}

/** Only addresses that a browser may open; others, such as `javascript:`, do not become links. */
export function webAddress(address: string | undefined): string | undefined {
  if (!address) return undefined;
  if (/^\/(?![/\\])/.test(address)) return address;
  const parsed = URL.parse(address);
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : undefined;
}

/**
 * Browsers apply `form-action` to each redirect that follows a form (CSP 3 §6.4.2). So the sign-in, consent and sign-out pages must list the
 * final redirect URI in `formTargets`.
 */
export function pageHeaders(formTargets: readonly string[] = [], scripts = false): Record<string, string> {
  const targets = new Set(formTargets.map(formTarget).filter((target) => target !== undefined));
  return {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      `default-src 'none'`,
      `style-src ${styleSource}`,
      `img-src data:`,
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

/** The CSP source of a redirect URI: its origin, or only its scheme if CSP cannot express the host (apps, IPv6). */
function formTarget(uri: string): string | undefined {
  const parsed = URL.parse(uri);
  if (!parsed || ['javascript:', 'data:', 'blob:'].includes(parsed.protocol)) return undefined;
  const nameable = /^https?:$/.test(parsed.protocol) && !parsed.host.startsWith('[');
  return nameable ? parsed.origin : parsed.protocol;
}

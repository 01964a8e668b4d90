/** The one way text becomes HTML: a tagged template that escapes whatever is put into it. */

/** Markup that is already safe: built by `html`, or vouched for through `trusted`. */
export class Html {
  constructor(private readonly markup: string) {}

  toString(): string {
    return this.markup;
  }
}

export type Interpolated = Html | string | number | null | undefined | false | readonly Interpolated[];

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Control characters other than tab and line ends have no place in a document; lone surrogates cannot be encoded. */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

export function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(unprintable, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character]!);
}

/** `html\`<p>${text}</p>\`` — empty for null, undefined and false, so that parts can be conditional. */
export function html(parts: TemplateStringsArray, ...values: Interpolated[]): Html {
  return new Html(parts.reduce((markup, part, index) => markup + render(values[index - 1]) + part));
}

/** For markup of the provider's own making, such as oidc-provider's sign-out form. Never for anything a person typed. */
export function trusted(markup: string): Html {
  return new Html(markup);
}

function render(value: Interpolated): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(render).join('');
  return escapeHtml(String(value));
}

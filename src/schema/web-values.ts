/** Checks addresses, names and colors that are shown on pages. Each returns what is wrong with the value, or null. */
import { isPrintable } from './text';

export const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];

/** Whether the host of an address has only characters that are not special in a Content-Security-Policy: URLs also allow `;`, `,` and `*`. */
export const hasPlainHost = ({ hostname }: URL): boolean => /^([\w.-]+|\[[\da-f:.]+\])$/i.test(hostname);

/** An absolute address that a browser opens: https, or http on the loopback interface. */
export const webUriFault = (uri: string): string | null => {
  const parsed = uri.length <= 2_000 && uri.isWellFormed() && !/[\s\p{Cc}"'<>\\`]/u.test(uri) ? URL.parse(uri) : null;
  const secure = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && LOOPBACK.includes(parsed.hostname));
  return parsed && secure && hasPlainHost(parsed) && !parsed.username && !parsed.password && !uri.includes('#')
    ? null
    : 'must be an https URL (http only on 127.0.0.1, [::1] or localhost) without user name and fragment, of at most 2000 characters.';
};

export const colorFault = (color: string): string | null =>
  /^#[0-9a-f]{6}$/i.test(color) ? null : 'must be a color of the form #rrggbb, such as #0a7f5c.';

/** A name of one line. */
export const nameFault = (name: string): string | null =>
  name !== '' && name === name.trim() && name.length <= 100 && isPrintable(name)
    ? null
    : 'must be 1 to 100 characters without control characters or spaces at its ends.';

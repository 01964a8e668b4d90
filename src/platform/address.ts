/** The canonical form of IP addresses, so that equal addresses are equal as text. */
import { isIP } from 'node:net';

/** IPv4 stays IPv4 even if mapped to IPv6; IPv6 is shortened and has no zone. Null if the text is not an address. */
export const canonicalAddress = (text: string): string | null => {
  const version = isIP(text);
  if (version !== 6) return version === 4 ? text : null;
  const shortest = new URL(`http://[${text.replace(/%.*$/, '')}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(shortest);
  if (!mapped) return shortest;
  const [high, low] = [parseInt(mapped[1]!, 16), parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
};

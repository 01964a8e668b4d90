/** The lists of X-Forwarded-For and of Forwarded (RFC 7239), read from their end: what is nearest is the surest. */
import { canonicalAddress } from './address';

/** An address with or without a port; IPv6 with a port is in brackets. Null for names, obfuscated ones included, and what is malformed. */
export const addressOf = (node: string): string | null => {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+))(?::[\w.-]{1,64})?$/.exec(node) ?? [];
  return canonicalAddress(bracketed ?? plain ?? node);
};

/** A proxy that does not say which address it saw (RFC 7239 §6.2, §6.3). */
export const isAnonymous = (node: string): boolean => /^(unknown|_[\w.-]{1,64})(:[\w.-]{1,64})?$/i.test(node);

export const nodesOfXForwardedFor = (header: string): string[] =>
  header
    .split(',')
    .map((node) => node.trim())
    .reverse();

/** Whether the character at `at` is escaped inside a quoted string. */
const isEscaped = (text: string, at: number): boolean => {
  let backslashes = 0;
  while (text[at - 1 - backslashes] === '\\') backslashes += 1;
  return backslashes % 2 === 1;
};

/**
 * The parts of a list, the last one first. A proxy appends a well-formed element, so that whatever is before it, such as a quote that a client
 * never closed, cannot reach into it.
 */
const splitFromEnd = (text: string, separator: string): string[] => {
  const parts: string[] = [];
  let [end, quoted] = [text.length, false];
  for (let at = text.length - 1; at >= 0; at -= 1) {
    if (text[at] === '"' && !(quoted && isEscaped(text, at))) quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(at + 1, end));
      end = at;
    }
  }
  return [...parts, text.slice(0, end)];
};

const unquoted = (value: string): string => /^"((?:[^"\\]|\\.)*)"$/.exec(value)?.[1]?.replace(/\\(.)/g, '$1') ?? value;

/** The `for` of each element; empty where it has none, or several. */
export const nodesOfForwarded = (header: string): string[] =>
  splitFromEnd(header, ',').map((element) => {
    const found = splitFromEnd(element, ';').flatMap((pair) => {
      const at = pair.indexOf('=');
      const name = pair.slice(0, Math.max(at, 0)).trimStart().toLowerCase();
      return name === 'for' ? [unquoted(pair.slice(at + 1).trim())] : [];
    });
    return found.length === 1 ? found[0]! : '';
  });

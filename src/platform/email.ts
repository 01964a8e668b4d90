/**
 * E-mail addresses: which are valid (RFC 5321, internationalized by RFC 6531 and IDNA), how they are stored, and how they are compared.
 */
import { domainToASCII, domainToUnicode } from 'node:url';
import { hasCompatibilityForms, hidesCharacters } from './unicode';

const ASCII = /^[\0-\x7f]*$/;

/** What can be in a domain before IDNA maps it. Other characters would make the parser of URLs see a port or a path. */
const DOMAIN = /^[\p{L}\p{M}\p{N}.\u3002\u00B7\u0375\u05F3\u05F4\u30FB\u200C\u200D-]+$/u;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ASCII_DOMAIN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

interface Domain {
  /** As DNS knows it. */
  ascii: string;
  /** As people read it. One form for each domain: `xn--mller-kva.example` and `MÜLLER.example` are `müller.example`. */
  readable: string;
}

/** Null if it is not a domain. */
const parseDomain = (domain: string): Domain | null => {
  const plain = domain.normalize('NFKC').toLowerCase();
  const isPlain = ASCII.test(plain) && !plain.includes('xn--');
  const ascii = isPlain ? plain : DOMAIN.test(plain) ? domainToASCII(plain) : '';
  if (ascii.length > 253 || !ASCII_DOMAIN.test(ascii)) return null;
  const readable = isPlain ? plain : domainToUnicode(ascii);
  // Labels that are no valid Punycode are left as they are, and others would be read as a different domain.
  return isPlain || (!/(?:^|\.)xn--/.test(readable) && domainToASCII(readable) === ascii) ? { ascii, readable } : null;
};

/** The parts before and after the last @; null if one is missing. */
const partsOf = (address: string): [local: string, domain: string] | null => {
  const at = address.lastIndexOf('@');
  return at < 1 || at === address.length - 1 ? null : [address.slice(0, at), address.slice(at + 1)];
};

/** A local part without quotes: the characters of RFC 5321, and those beyond ASCII that have one form and are seen (RFC 6531). */
const isLocalPart = (local: string): boolean =>
  /^(?:[\w.!#$%&'*+/=?^`{|}~-]|(?![\0-\x7f])[\p{L}\p{M}\p{N}\p{P}\p{S}])+$/u.test(local) &&
  !hidesCharacters(local) &&
  !hasCompatibilityForms(local) &&
  Buffer.byteLength(local) <= 64;

/**
 * The stored form of a new address; null if it is not valid. An internationalized domain becomes readable, so that an address is shown in one form
 * however it is entered. Other spellings of a mailbox, such as `"a"@example.org` or letters of double width, are not valid: they would take the
 * address from its owner.
 */
export const storedEmail = (address: string): string | null => {
  const [local, domain] = partsOf(address.normalize('NFC')) ?? ['', ''];
  const parsed = parseDomain(domain);
  if (!parsed || !isLocalPart(local) || Buffer.byteLength(local) + 1 + parsed.ascii.length > 254) return null;
  return `${local}@${ASCII.test(domain) && domain.toLowerCase() === parsed.readable ? domain : parsed.readable}`;
};

/** Lower-case text whose internationalized domain, if it is an address of such a domain, is in its readable form. */
export const withReadableDomain = (text: string): string => {
  const [local, domain] = partsOf(text) ?? ['', ''];
  if (!domain || (ASCII.test(domain) && !domain.includes('xn--'))) return text;
  return `${local}@${parseDomain(domain)?.readable ?? domain}`;
};

/** Whether text may be an address, also one that was stored by rules other than today's. */
export const looksLikeEmail = (text: string): boolean =>
  text.length <= 320 && text.isWellFormed() && /^(?:[^@\p{Cc}]+|"[^\p{Cc}]+")@[^@\p{Cc}]+$/u.test(text);

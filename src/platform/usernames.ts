/**
 * Which characters usernames may contain: letters with the marks that they are written with, digits and common punctuation. Symbols, and marks and
 * phonetic letters that draw like something else, would let a name imitate another one.
 */

/** Punctuation and symbols of ASCII, and punctuation that names of living scripts need (UAX 31, table 3), except other hyphens. */
const PUNCTUATION = String.raw`\u0020-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u007E\u00B7\u058A\u05F3\u05F4\u0F0B\u2019\u30A0\u30FB`;

/** A mark belongs to the letter before it. U+3007 is the zero of Chinese and Japanese. */
const WRITTEN = new RegExp(String.raw`^(?:\p{L}[\p{Mn}\p{Mc}]*|[\p{Nd}\u3007${PUNCTUATION}])*$`, 'u');

/**
 * Letters for phonetic notation, many of which draw like usual ones. Those of IPA Extensions that languages are written with are not among them:
 * the ones that UTS 39 allows in identifiers (Unicode 17).
 */
const PHONETIC =
  /(?![\u0253\u0254\u0256\u0257\u0259\u025B\u0263\u0268\u0269\u0272\u0289\u028B\u0292])[\u0250-\u02AF]|[\u1D00-\u1DBF\uA730\uA731\uAB30-\uAB6F\u{1DF00}-\u{1DFFF}]/u;

/** In decomposed text: the same mark twice on a letter, more than four marks (UTS 39 section 5.4), and a dot above a letter whose own dot it replaces. */
const PILED = /(\p{Mn})\p{M}*\1|\p{Mn}{5}|[\p{Soft_Dotted}\u0131\u0237]\p{M}*\u0307/u;

/** Whether each character of a name in NFC or NFKC is one that its readers recognize. */
export const isPlainlyWritten = (name: string): boolean =>
  WRITTEN.test(name) && !PHONETIC.test(name) && !PILED.test(name.normalize('NFD'));

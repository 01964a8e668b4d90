/**
 * Which characters names may contain. It rests on the properties that Unicode gives them, so that it covers the characters of future versions.
 */
import { mixesScripts } from './scripts';

/** Nobody sees them, or they change how others are shown: control, format, unassigned and private characters, fillers, spaces other than the usual one. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\u2800]|(?! )\p{Zs}/u;

/** Never part of a line of text. */
const NOT_TEXT =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u;

/**
 * Characters that nobody sees and that living scripts need: joiners after letters of scripts that join, variants of letters and symbols, joined
 * emoji, and marks of direction. Letters of scripts with upper and lower case need no joiners, except Adlam.
 */
const NEEDED = [
  /(?<=(?:(?!\p{Cased})\p{L}|\p{Script=Adlam})(?:(?!\p{Default_Ignorable_Code_Point})\p{M})*)[\u200C\u200D]/u,
  /(?<=(?![\p{Cased}\p{Default_Ignorable_Code_Point}])[\p{L}\p{M}\p{N}\p{P}\p{S}])\p{Variation_Selector}/u,
  /(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D(?=\p{Extended_Pictographic})/u,
  /[\u200E\u200F\u061C]/u,
];
const ANY_NEEDED = new RegExp(NEEDED.map(({ source }) => source).join('|'), 'gu');

const VISIBLE = /(?![\u2800\p{Default_Ignorable_Code_Point}])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Text of one line, such as the name of a person in any script. */
export const isLine = (text: string): boolean => {
  if (!text.isWellFormed()) return false;
  const shown = text.replace(ANY_NEEDED, '');
  return !NOT_TEXT.test(shown) && (text === '' || VISIBLE.test(shown));
};

/** Whether each character of a name is seen, as far as Unicode knows. Such names can identify something. */
export const hidesCharacters = (text: string): boolean => HIDDEN.test(text);

/** Whether a text has characters that are only another form of usual ones, such as letters of double width. Composed accents do not count. */
export const hasCompatibilityForms = (text: string): boolean => text.normalize('NFC') !== text.normalize('NFKC');

/** Whether a single word mixes scripts. Different words of a name can be written in different ones. */
export const mixesScriptsInWord = (text: string): boolean => text.split(/[\s\p{P}\p{S}]+/u).some(mixesScripts);

/** The languages of the pages. */
import { de } from './de';
import { en, type Texts } from './en';
import { es } from './es';
import { fr } from './fr';

export type { Texts };
/** A sentence in whatever language the page is shown. */
export type Message = (texts: Texts) => string;

export const LANGUAGES = { en, de, fr, es } satisfies Record<string, Texts>;
export type Language = keyof typeof LANGUAGES;
export const LANGUAGE_CODES = Object.keys(LANGUAGES) as Language[];

const isLanguage = (code: string): code is Language => Object.hasOwn(LANGUAGES, code);

/** The first of these language tags (BCP 47) that the pages have, by its primary subtag: `de-CH` is `de`. */
export const firstLanguage = (tags: string): Language | null =>
  tags
    .split(' ')
    .map((tag) => tag.split('-')[0]!.toLowerCase())
    .find(isLanguage) ?? null;

/** The password policy (NIST SP 800-63B section 3.1.1): a minimum length and no common or guessable passwords, but no composition rules. */
import type { Database } from '../../database/database';
import { invalidInput } from '../../schema/errors';
import { factorsOf } from '../../core/authority/factors';
import { isStrong } from '../../core/authority/factors';
import { composedPassword } from '../../platform/hash';
import { nameKey } from '../../platform/name-key';
import { BLOCKLIST } from './password-blocklist';

export const MIN_PASSWORD = 15;
/** For users with a second factor. */
export const MIN_WITH_SECOND_FACTOR = 8;
const MAX_PASSWORD = 256;

/** In the form that is hashed, so that the length does not depend on the keyboard. */
const lengthOf = (password: string): number => [...composedPassword(password)].length;

/** Whether the password is only allowed together with a second factor. */
export const isShort = (password: string): boolean => lengthOf(password) < MIN_PASSWORD;

export const hasSecondFactor = async (database: Database, userId: string): Promise<boolean> =>
  (await factorsOf(database, userId)).some(({ kind }) => isStrong(kind));

/** Keyboard and alphabet sequences. */
const RUNS = [
  '01234567890123456789012345678901234567890',
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  ...['qwertyuiopasdfghjklzxcvbnm', 'qwertzuiopasdfghjklyxcvbnm', 'azertyuiopqsdfghjklmwxcvbn'],
  ...[
    '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
    '1q2w3e4r5t6z7u8i9o0p',
    '1q2w3e4r5t6y7u8i9o0p',
    'zaqxswcdevfrbgtnhymjukilop',
  ],
].flatMap((run) => [run, [...run].reverse().join('')]);
const isRun = (text: string): boolean => RUNS.some((run) => run.includes(text));

/** The shortest part that the text is a repetition of. */
const partOf = (text: string): string => {
  for (let size = 1; size <= text.length / 2; size += 1)
    if (text.length % size === 0 && text.slice(0, size).repeat(text.length / size) === text) return text.slice(0, size);
  return text;
};

/** The text without leading and trailing digits and symbols, which people add to weak passwords. */
const coreOf = (text: string): string => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');

const withoutGaps = (text: string): string => text.replace(/[\s_.-]/g, '');

/** The forms of a name that must not be a password: as written, without separators, the local part of an address, and that without digits. */
const formsOf = (name: string | null): string[] => {
  const key = nameKey(name ?? '');
  const local = key.split('@')[0]!;
  return [key, withoutGaps(key), local, coreOf(local)].filter((form) => form.length >= 3);
};

const isGuessable = (password: string, names: (string | null)[]): boolean => {
  const key = nameKey(password);
  if (new Set(key).size < 4 || isRun(key)) return true;
  const known = new Set(names.flatMap(formsOf));
  const isKnown = (word: string) => BLOCKLIST.has(word) || known.has(word) || (word.length >= 5 && isRun(word));
  return [key, coreOf(key), withoutGaps(key)].map(partOf).some((part) => isKnown(part) || isKnown(coreOf(part)));
};

export interface PasswordContext {
  /** Names of the user, which the password must not be made of. */
  names: (string | null)[];
  secondFactor?: boolean;
  /** The name of the input field. */
  field?: string;
}

export const checkPassword = (
  password: string,
  { names, secondFactor = false, field = 'password' }: PasswordContext,
): void => {
  const [length, minimum] = [lengthOf(password), secondFactor ? MIN_WITH_SECOND_FACTOR : MIN_PASSWORD];
  if (length < minimum)
    throw invalidInput(field, `\`${field}\` must have at least ${minimum} characters.`).because({
      is: 'TOO_SHORT',
      minimum,
    });
  if (length > MAX_PASSWORD)
    throw invalidInput(field, `\`${field}\` must have at most ${MAX_PASSWORD} characters.`).because({
      is: 'TOO_LONG',
      maximum: MAX_PASSWORD,
    });
  if (!password.isWellFormed() || password.includes('\0'))
    throw invalidInput(field, `\`${field}\` must not contain NUL characters or lone surrogates.`).because({
      is: 'INVISIBLE_CHARACTERS',
    });
  if (isGuessable(password, names))
    throw invalidInput(field, `\`${field}\` is too easy to guess. Use several unrelated words.`).because({
      is: 'GUESSABLE',
    });
};

/**
 * Validation of user properties, on whatever path they come. `new…` returns the form in which a new value is stored. A value that a user already
 * has is not checked again: it may have been stored by earlier rules.
 */
import { looksLikeEmail, storedEmail } from '../../platform/email';
import { nameKey } from '../../platform/name-key';
import { mixesScripts } from '../../platform/scripts';
import { hidesCharacters, isLine, mixesScriptsInWord } from '../../platform/unicode';
import { isPlainlyWritten } from '../../platform/usernames';
import { invalidInput, type Refusal } from '../../schema/errors';

const checkLength = (field: string, value: string, max: number): void => {
  if (value.length > max)
    throw invalidInput(field, `\`${field}\` must have at most ${max} characters.`).because({
      is: 'TOO_LONG',
      maximum: max,
    });
};

const checkEnds = (field: string, value: string): void => {
  if (value !== value.trim())
    throw invalidInput(field, `\`${field}\` must not begin or end with a space.`).because({ is: 'SURROUNDING_SPACES' });
};

const invisible = (field: string): Refusal =>
  invalidInput(field, `\`${field}\` must not contain control or invisible characters.`).because({
    is: 'INVISIBLE_CHARACTERS',
  });

const mixed = (field: string): Refusal =>
  invalidInput(field, `\`${field}\` must not mix letters of different alphabets.`).because({ is: 'MIXED_ALPHABETS' });

/** A single line of text that is only read, in any script. */
export const checkLabel = (field: string, value: string, max: number): void => {
  checkLength(field, value, max);
  if (!isLine(value)) throw invisible(field);
  checkEnds(field, value);
};

/** A single line of text that identifies something to people, such as the name of a group: all of it is seen, and no word imitates another. */
export const checkIdentifyingName = (field: string, value: string, max: number): void => {
  checkLength(field, value, max);
  if (hidesCharacters(value)) throw invisible(field);
  if (mixesScriptsInWord(value)) throw mixed(field);
  checkEnds(field, value);
};

/** The domain of an address has labels of its own. */
const partsOf = (username: string): string[] => {
  const at = username.lastIndexOf('@');
  return at < 0 ? [username] : [username.slice(0, at), ...username.slice(at + 1).split('.')];
};

/**
 * A new username, in the one form of its characters (NFKC): full-width letters become usual ones. By it people sign in and are recognized, so that
 * all of it is seen, and it does not look like another by mixing scripts (UTS 39 section 5.2) or by unusual characters.
 */
export const newUsername = (typed: string): string => {
  const username = typed.normalize('NFKC');
  if (username === '') throw invalidInput('username', '`username` must not be empty.').because({ is: 'EMPTY' });
  checkLength('username', username, 150);
  if (hidesCharacters(username)) throw invisible('username');
  if (partsOf(username).some(mixesScripts)) throw mixed('username');
  if (!isPlainlyWritten(username))
    throw invalidInput(
      'username',
      '`username` must consist of letters with their usual accents, digits, spaces and common punctuation.',
    ).because({ is: 'UNUSUAL_CHARACTERS' });
  checkEnds('username', username);
  return username;
};

/** A username that people choose for themselves. It must not be the email address of another user, who signs in with it. */
export const chosenUsername = (typed: string, email: string | null): string => {
  const username = newUsername(typed);
  if (username.includes('@') && nameKey(username) !== nameKey(email ?? ''))
    throw invalidInput('username', '`username` must not be an email address other than your own.').because({
      is: 'OTHER_ADDRESS',
    });
  return username;
};

const invalidAddress = (): Refusal =>
  invalidInput('email', '`email` must be a valid email address.').because({ is: 'INVALID_ADDRESS' });

export const newEmail = (typed: string): string => {
  const email = storedEmail(typed);
  if (email === null) throw invalidAddress();
  return email;
};

/** An address to look up. It may be stored by earlier rules. */
export const checkLooksLikeEmail = (email: string): void => {
  if (!looksLikeEmail(email)) throw invalidAddress();
};

/** The name of a person. */
export const checkName = (name: string): void => checkLabel('name', name, 200);

export const checkPath = (path: string): void => {
  checkLength('path', path, 500);
  if (hidesCharacters(path)) throw invisible('path');
  checkEnds('path', path);
  if (path !== '' && path.split('/').some((segment) => segment === ''))
    throw invalidInput(
      'path',
      '`path` must consist of segments separated by single slashes, without a leading or trailing slash, such as `emea/sales`.',
    );
};

const MAX_ATTRIBUTES = 32_768;

const MAX_NESTING = 50;

/** Whether PostgreSQL can store the value as JSON without loss: no NUL, no lone surrogates, only finite numbers, limited nesting. */
export const isStorable = (value: unknown, nesting = 0): boolean => {
  if (typeof value === 'string') return !value.includes('\0') && value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (nesting > MAX_NESTING) return false;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item, nesting + 1));
};

export const checkAttributes = (attributes: unknown): void => {
  if (attributes === null || typeof attributes !== 'object' || Array.isArray(attributes))
    throw invalidInput('attributes', '`attributes` must be a JSON object.');
  if (!isStorable(attributes))
    throw invalidInput(
      'attributes',
      '`attributes` must not contain NUL characters, lone surrogates or numbers that are not finite, and must not be nested too deeply.',
    );
  if (JSON.stringify(attributes).length > MAX_ATTRIBUTES)
    throw invalidInput('attributes', `\`attributes\` must not exceed ${MAX_ATTRIBUTES} characters as JSON.`);
};

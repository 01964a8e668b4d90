/** Validation of user properties. */
import { GraphQLEmailAddress } from 'graphql-scalars';
import { nameKey } from '../../platform/name-key';
import { invalidInput, type Refusal } from '../../schema/errors';

const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u200B-\u200F\u202A-\u202E\u2060-\u2064\uFEFF]/u;

/** A single line of text. */
export const checkLabel = (field: string, value: string, max: number): void => {
  if (value.length > max)
    throw invalidInput(field, `\`${field}\` must have at most ${max} characters.`).because({
      is: 'TOO_LONG',
      maximum: max,
    });
  if (CONTROL.test(value) || !value.isWellFormed())
    throw invalidInput(field, `\`${field}\` must not contain control or invisible characters.`).because({
      is: 'INVISIBLE_CHARACTERS',
    });
  if (value !== value.trim())
    throw invalidInput(field, `\`${field}\` must not begin or end with a space.`).because({ is: 'SURROUNDING_SPACES' });
};

export const checkUsername = (username: string): void => {
  if (username === '') throw invalidInput('username', '`username` must not be empty.').because({ is: 'EMPTY' });
  checkLabel('username', username, 150);
  if (nameKey(username).length > 300)
    throw invalidInput('username', '`username` is too long in its normalized form.').because({
      is: 'TOO_LONG',
      maximum: 150,
    });
};

const SCRIPTS = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u];

/**
 * A username that people choose for themselves. It must not be the email address of another user, who signs in with it, and must not mix
 * scripts to look like another name (UTS 39 section 5.1).
 */
export const checkChosenUsername = (username: string, email: string | null): void => {
  checkUsername(username);
  if (SCRIPTS.filter((script) => script.test(username)).length > 1)
    throw invalidInput('username', '`username` must not mix letters of different alphabets.').because({
      is: 'MIXED_ALPHABETS',
    });
  // Checked in the normalized form, because other characters become an @ in it.
  if (nameKey(username).includes('@') && nameKey(username) !== nameKey(email ?? ''))
    throw invalidInput('username', '`username` must not be an email address other than your own.').because({
      is: 'OTHER_ADDRESS',
    });
};

const invalidAddress = (): Refusal =>
  invalidInput('email', '`email` must be a valid email address.').because({ is: 'INVALID_ADDRESS' });

export const checkEmail = (email: string): void => {
  checkLabel('email', email, 254);
  if (!/^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)*$/.test(email)) throw invalidAddress();
};

/**
 * An address that somebody registers with, by the rule of the schema's type. Other spellings of a mailbox, such as `"a"@example.org` or letters of
 * double width, would take the address from its owner.
 */
export const checkRegisteredEmail = (email: string): void => {
  checkEmail(email);
  try {
    GraphQLEmailAddress.parseValue(email);
  } catch {
    throw invalidAddress();
  }
};

export const checkName = (name: string): void => checkLabel('name', name, 200);

export const checkPath = (path: string): void => {
  checkLabel('path', path, 500);
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

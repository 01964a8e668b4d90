/** One user of a file: the parsed fields, and their validation by the rules of creating a user. */
import { type FirebaseKey, foreignHash, HASH_FAMILIES } from '../../platform/foreign-hash';
import type { ErrorCode, ImportMode, RequiredAction, UserType } from '../../schema/enums';
import { invalidInput, Refusal } from '../../schema/errors';
import { checkAttributes, checkName, checkPath, newEmail, newUsername } from '../user';
import { nameKey } from '../../platform/name-key';
import { type Encoding, REPLACEMENT, SAVE_AS_UTF8 } from './formats/encoding';
import { createdAtOf, previousIdsOf, requiredActionsOf, subjectOf } from './history';
import { isGiven, readFlag, readText } from './values';

/** The fields as parsed, not validated. A field that is missing is undefined, null or, for text, empty. */
export interface RawUser {
  username?: unknown;
  email?: unknown;
  emailVerified?: unknown;
  name?: unknown;
  path?: unknown;
  type?: unknown;
  disabled?: unknown;
  attributes?: unknown;
  passwordHash?: unknown;
  /** The id in the system that the user comes from: text, or a list of texts. */
  previousId?: unknown;
  /** The same as a list, as exports have it. */
  previousIds?: unknown;
  /** When the user was created there: ISO 8601, or milliseconds since 1970. */
  createdAt?: unknown;
  /** What the user must do at the next sign-in, by the names here or in Keycloak: a list, or text with spaces or commas. */
  requiredActions?: unknown;
  /** A password in the clear. It is never taken. */
  password?: unknown;
  /** Why there is a password hash that cannot be used. */
  unusableHash?: string;
}

export const FIELDS = [
  ...['username', 'email', 'emailVerified', 'name', 'path', 'type', 'disabled', 'attributes', 'passwordHash'],
  ...['previousId', 'previousIds', 'createdAt', 'requiredActions'],
  'password',
];

export interface Fault {
  field: string | null;
  code: ErrorCode;
  /** Contains no data of the line, because faults are kept longer than lines. */
  message: string;
}

export type LineFault = Fault & { line: number };

/** A parsed line: a user, or why it could not be parsed. */
export type ParsedLine = { line: number } & ({ user: RawUser; fault?: undefined } | { user?: undefined; fault: Fault });

/** A validated line, with the names of the columns. */
export interface StagedLine {
  line: number;
  username: string | null;
  username_key: string | null;
  email: string | null;
  email_key: string | null;
  email_verified: boolean;
  name: string | null;
  path: string;
  attributes: object;
  type: UserType;
  disabled: boolean;
  hash: string | null;
  previous_ids: string[];
  created_at: Date | null;
  required_actions: RequiredAction[];
  subject: string | null;
  /** The user whom the line changes, which staging finds. */
  user_id: string | null;
  fields: string[];
}

/** What a parser has to know beyond the file. */
export interface ReadOptions {
  encoding: Encoding;
  /** The realm whose users are read, of a Keycloak export with several. */
  realm: string | null;
  /** The parameters of the password hashes of a Firebase project. */
  firebase: FirebaseKey | null;
}

export interface ImportTarget extends ReadOptions {
  /** The folder of users without a path. */
  folder: string;
  mayCreateIn(path: string): boolean;
  /** Whether users whose password cannot be taken are created without one, and are asked for one, instead of being refused. */
  omitsPasswords: boolean;
  mode: ImportMode;
  /** Whether users keep their first previous id as their `sub`. */
  keepsSubject: boolean;
  /** Whether to leave out required actions that do not exist here, instead of rejecting the line. */
  omitsUnknownActions: boolean;
  now: Date;
}

const TYPES = ['INTERNAL', 'EXTERNAL', 'SERVICE_ACCOUNT'] as const;

const text = (user: RawUser, field: keyof RawUser): string | null => readText(field, user[field]);

/** Whether a value, or anything in it, has the mark of bytes that could not be decoded. JSON can be nested more deeply than the stack. */
const isGarbled = (value: unknown): boolean => {
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string' && next.includes(REPLACEMENT)) return true;
    if (next !== null && typeof next === 'object')
      for (const [key, item] of Object.entries(next)) waiting.push(key, item);
  }
  return false;
};

const checkDecoded = (user: RawUser): void => {
  const garbled = Object.entries(user).find(([, value]) => isGarbled(value))?.[0];
  if (garbled !== undefined) throw invalidInput(garbled, `\`${garbled}\` is not valid UTF-8. ${SAVE_AS_UTF8}.`);
};

const typeOf = (user: RawUser): UserType => {
  const type = text(user, 'type') ?? 'INTERNAL';
  const found = TYPES.find((known) => known === type);
  if (!found) throw invalidInput('type', `\`type\` must be one of ${TYPES.join(', ')}.`);
  return found;
};

const HOW_TO_OMIT =
  'Upload the file with `?passwords=omit` to create such users without a password, and to ask them for one.';

/** The password hash to store. If it cannot be taken, either the line is refused or the user is asked for another password. */
const hashOf = (user: RawUser, omits: boolean): { hash: string | null; isOmitted: boolean } => {
  const refuse = (field: string, message: string) => {
    if (!omits) throw invalidInput(field, `${message} ${HOW_TO_OMIT}`);
    return { hash: null, isOmitted: true };
  };
  if (isGiven(user.password))
    return refuse('password', 'Passwords cannot be imported, only their hashes, in `passwordHash`.');
  if (user.unusableHash !== undefined) return refuse('passwordHash', user.unusableHash);
  const given = text(user, 'passwordHash');
  const hash = given === null ? null : foreignHash(given);
  if (given !== null && hash === null)
    return refuse(
      'passwordHash',
      `\`passwordHash\` must be a hash of ${HASH_FAMILIES}, within the limits on its cost.`,
    );
  return { hash, isOmitted: false };
};

const checkRequiredActions = (actions: RequiredAction[], type: UserType, email: string | null): void => {
  if (actions.length > 0 && type === 'SERVICE_ACCOUNT')
    throw invalidInput('requiredActions', 'A service account does not sign in, so it can have no required actions.');
  if (actions.includes('VERIFY_EMAIL') && email === null)
    throw invalidInput('requiredActions', 'VERIFY_EMAIL requires an email address.');
};

/** What null clears. Elsewhere null and empty text leave the field as it is. */
const CLEARABLE = ['email', 'name'];

const isNamed = (field: string, value: unknown): boolean => {
  if (value === undefined || value === '') return false;
  if (value === null) return CLEARABLE.includes(field);
  return field !== 'attributes' || Object.keys(value).length > 0;
};

/** Fields that a password is in. If it cannot be taken, an existing user keeps their own. */
const PASSWORDS = ['passwordHash', 'password', 'unusableHash'];

const fieldsOf = (user: RawUser): string[] =>
  Object.entries(user).flatMap(([field, value]) => (isNamed(field, value) ? [field] : []));

const toStagedLine = (line: number, user: RawUser, target: ImportTarget): StagedLine => {
  checkDecoded(user);
  const previousIds = previousIdsOf(user.previousId, user.previousIds);
  const given = text(user, 'username');
  const needsName = target.mode === 'CREATE' || previousIds.length === 0;
  const username = given !== null || needsName ? newUsername(given ?? '') : null;
  const address = text(user, 'email');
  const email = address && newEmail(address);
  const emailVerified = readFlag('emailVerified', user.emailVerified) ?? false;
  if (emailVerified && user.email === null)
    throw invalidInput('emailVerified', '`emailVerified` is true, but `email` is null.');
  const name = text(user, 'name');
  if (name !== null) checkName(name);
  const path = text(user, 'path') ?? target.folder;
  checkPath(path);
  const attributes = user.attributes ?? {};
  checkAttributes(attributes);
  if (target.mode === 'CREATE' && !target.mayCreateIn(path))
    throw invalidInput('path', 'You may not create users in this folder.');
  const type = typeOf(user);
  const { hash, isOmitted } = hashOf(user, target.omitsPasswords);
  if (type === 'SERVICE_ACCOUNT' && hash)
    throw invalidInput('passwordHash', 'A service account has no password. Create API tokens for it.');
  const requiredActions = requiredActionsOf(user.requiredActions, target.omitsUnknownActions);
  if (isOmitted && type !== 'SERVICE_ACCOUNT' && !requiredActions.includes('CHANGE_PASSWORD'))
    requiredActions.push('CHANGE_PASSWORD');
  if (target.mode !== 'UPDATE') checkRequiredActions(requiredActions, type, email);
  return {
    line,
    username,
    username_key: username && nameKey(username),
    email,
    email_key: email && nameKey(email),
    email_verified: emailVerified,
    name,
    path,
    attributes,
    type,
    disabled: readFlag('disabled', user.disabled) ?? false,
    hash,
    previous_ids: previousIds,
    created_at: createdAtOf(user.createdAt, target.now),
    required_actions: requiredActions,
    subject: target.keepsSubject ? subjectOf(previousIds) : null,
    user_id: null,
    fields: fieldsOf(user).filter((field) => !isOmitted || !PASSWORDS.includes(field)),
  };
};

export const validate = (entry: ParsedLine, target: ImportTarget): StagedLine | LineFault => {
  const { line } = entry;
  if (entry.fault) return { line, ...entry.fault };
  try {
    return toStagedLine(line, entry.user, target);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { line, field: error.path?.at(-1) ?? null, code: error.code, message: error.message };
  }
};

/** A line that cannot be parsed. */
export const unreadable = (line: number, message: string): ParsedLine => ({
  line,
  fault: { field: null, code: 'INVALID_INPUT', message },
});

/** The file cannot be read at all. Nothing of it is kept. */
export class UnreadableFile extends Error {}

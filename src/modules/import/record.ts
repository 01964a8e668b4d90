/** One user of a file: the parsed fields, and their validation by the rules of creating a user. */
import { foreignHash } from '../../platform/foreign-hash';
import type { ErrorCode, ImportMode, RequiredAction, UserType } from '../../schema/enums';
import { invalidInput, Refusal } from '../../schema/errors';
import { checkAttributes, checkEmail, checkName, checkPath, checkUsername } from '../user';
import { nameKey } from '../../platform/name-key';
import { createdAtOf, previousIdsOf, requiredActionsOf, subjectOf } from './history';

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
  /** Always rejected. */
  password?: unknown;
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

export interface ImportTarget {
  /** The folder of users without a path. */
  folder: string;
  mayCreateIn(path: string): boolean;
  mode: ImportMode;
  /** Whether users keep their first previous id as their `sub`. */
  keepsSubject: boolean;
  /** Whether to leave out required actions that do not exist here, instead of rejecting the line. */
  omitsUnknownActions: boolean;
  now: Date;
}

const TYPES = ['INTERNAL', 'EXTERNAL', 'SERVICE_ACCOUNT'] as const;

const HASHES = 'argon2, bcrypt, PBKDF2 ($pbkdf2-sha256$i=…$salt$hash) or {SSHA}, within the limits on its cost';

const text = (user: RawUser, field: keyof RawUser): string | null => {
  const value = user[field];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw invalidInput(field, `\`${field}\` must be text.`);
  if (value.includes('\uFFFD')) throw invalidInput(field, `\`${field}\` is not valid UTF-8. Save the file as UTF-8.`);
  return value;
};

const flag = (user: RawUser, field: keyof RawUser): boolean => {
  const value = user[field] ?? false;
  if (typeof value !== 'boolean') throw invalidInput(field, `\`${field}\` must be true or false.`);
  return value;
};

const typeOf = (user: RawUser): UserType => {
  const type = text(user, 'type') ?? 'INTERNAL';
  const found = TYPES.find((known) => known === type);
  if (!found) throw invalidInput('type', `\`type\` must be one of ${TYPES.join(', ')}.`);
  return found;
};

const hashOf = (user: RawUser): string | null => {
  if (user.password !== undefined && user.password !== null && user.password !== '')
    throw invalidInput(
      'password',
      'Passwords cannot be imported. Use `passwordHash` for password hashes, or leave the field out.',
    );
  const hash = text(user, 'passwordHash');
  const kept = hash && foreignHash(hash);
  if (hash && !kept)
    throw invalidInput('passwordHash', `\`passwordHash\` must be a hash in one of these formats: ${HASHES}.`);
  return kept;
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

const fieldsOf = (user: RawUser): string[] =>
  Object.entries(user).flatMap(([field, value]) => (isNamed(field, value) ? [field] : []));

const toStagedLine = (line: number, user: RawUser, target: ImportTarget): StagedLine => {
  const previousIds = previousIdsOf(user.previousId, user.previousIds);
  const username = text(user, 'username');
  if (username !== null || target.mode === 'CREATE' || previousIds.length === 0) checkUsername(username ?? '');
  const email = text(user, 'email');
  if (email !== null) checkEmail(email);
  const name = text(user, 'name');
  if (name !== null) checkName(name);
  const path = text(user, 'path') ?? target.folder;
  checkPath(path);
  const attributes = user.attributes ?? {};
  checkAttributes(attributes);
  if (target.mode === 'CREATE' && !target.mayCreateIn(path))
    throw invalidInput('path', 'You may not create users in this folder.');
  const [type, hash] = [typeOf(user), hashOf(user)];
  if (type === 'SERVICE_ACCOUNT' && hash)
    throw invalidInput('passwordHash', 'A service account has no password. Create API tokens for it.');
  const requiredActions = requiredActionsOf(user.requiredActions, target.omitsUnknownActions);
  if (target.mode !== 'UPDATE') checkRequiredActions(requiredActions, type, email);
  return {
    line,
    username,
    username_key: username && nameKey(username),
    email,
    email_key: email && nameKey(email),
    email_verified: flag(user, 'emailVerified'),
    name,
    path,
    attributes,
    type,
    disabled: flag(user, 'disabled'),
    hash,
    previous_ids: previousIds,
    created_at: createdAtOf(user.createdAt, target.now),
    required_actions: requiredActions,
    subject: target.keepsSubject ? subjectOf(previousIds) : null,
    user_id: null,
    fields: fieldsOf(user),
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

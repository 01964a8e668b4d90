/** The users of an Auth0 tenant: a bulk export, the file with password hashes that its support provides, or a file for its bulk import. */
import { pbkdf2Hash, saltedShaHash, scryptHash } from '../../../platform/foreign-hash';
import type { ParsedLine, RawUser } from '../record';
import { isGiven, joinNames, readDisabled, readNumber, readText } from '../values';
import { entriesOf, isObject, type JsonObject } from './json';

const ATTRIBUTES = ['nickname', 'picture', 'phone_number', 'user_metadata', 'app_metadata'];

const UNSUPPORTED = '(an unsupported hash)';

/** MongoDB's notation of ids and times, which the file of password hashes has. */
const unwrapped = (value: unknown, key: '$oid' | '$date'): unknown => (isObject(value) ? value[key] : value);

/** A hash or salt, which says how it is encoded. */
const bytesOf = (value: unknown): Buffer | null => {
  if (!isObject(value) || typeof value['value'] !== 'string') return null;
  const encoding = value['encoding'] ?? 'utf8';
  return encoding === 'base64' || encoding === 'hex' || encoding === 'utf8'
    ? Buffer.from(value['value'], encoding)
    : null;
};

const customHash = (custom: JsonObject): string => {
  const { hash, salt } = custom;
  const algorithm = readText('algorithm', custom['algorithm']) ?? '';
  const value = isObject(hash) && typeof hash['value'] === 'string' ? hash['value'] : '';
  if (['argon2', 'bcrypt', 'ldap', 'pbkdf2'].includes(algorithm) && /^[${]/.test(value)) return value;
  const [made, salted] = [bytesOf(hash), bytesOf(salt)];
  if (!made || !salted) return UNSUPPORTED;
  const number = (field: string, otherwise?: number) => readNumber(field, custom[field] ?? otherwise);
  if (algorithm === 'pbkdf2')
    return pbkdf2Hash(readText('digest', custom['digest']) ?? '', number('iterations'), salted, made);
  if (algorithm === 'scrypt') {
    const costs = { cost: number('cost', 16_384), r: number('blockSize', 8), p: number('parallelization', 1) };
    return scryptHash(costs, salted, made);
  }
  // The salt comes before the password unless the file says otherwise.
  const isAfter = isObject(salt) && salt['position'] === 'suffix';
  return (isAfter && saltedShaHash(algorithm, made, salted)) || UNSUPPORTED;
};

const hashOf = (user: JsonObject): unknown => {
  const custom = user['custom_password_hash'];
  if (isObject(custom)) return customHash(custom);
  return user['passwordHash'] ?? user['password_hash'] ?? custom;
};

const previousIdOf = (user: JsonObject): unknown => {
  if (isGiven(user['user_id'])) return user['user_id'];
  const id = unwrapped(user['_id'], '$oid');
  return typeof id === 'string' ? `auth0|${id}` : id;
};

/** Auth0 uses the address as the name of users who have none. */
const nameOf = (user: JsonObject): unknown =>
  isGiven(user['name']) && user['name'] !== user['email']
    ? user['name']
    : joinNames(user, ['given_name', 'family_name']);

const toUser = (user: JsonObject): RawUser => ({
  username: isGiven(user['username']) ? user['username'] : (user['email'] ?? user['phone_number']),
  email: user['email'],
  emailVerified: user['email_verified'],
  name: nameOf(user),
  disabled: readDisabled(user, [], ['blocked']),
  attributes: Object.fromEntries(ATTRIBUTES.filter((name) => isGiven(user[name])).map((name) => [name, user[name]])),
  passwordHash: hashOf(user),
  previousId: previousIdOf(user),
  createdAt: unwrapped(user['created_at'], '$date'),
});

export const auth0 = (source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> =>
  entriesOf(source, { list: 'users', single: ['user_id', '_id', 'email', 'username'] }, toUser);

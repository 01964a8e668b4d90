/** The ListResponse of a SCIM 2.0 service to a query for users (RFC 7644 §3.4.2), or several in one file. */
import { foreignHash } from '../../../platform/foreign-hash';
import { invalidInput } from '../../../schema/errors';
import type { ParsedLine, RawUser } from '../record';
import { joinNames, readDisabled, readFlag, readText } from '../values';
import { entriesOf, isObject, type JsonObject } from './json';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ATTRIBUTES = ['externalId', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'];
const ENTERPRISE_ATTRIBUTES = ['employeeNumber', 'costCenter', 'organization', 'division', 'department'];
const NAMES = ['id', 'userName', 'name', 'displayName', 'emails', 'active', 'password', 'schemas', 'meta'];
const USER_SCHEMA = /:core:2\.0:User$/i;
const KNOWN = new Map(
  [
    ...[ENTERPRISE, ...ATTRIBUTES, ...ENTERPRISE_ATTRIBUTES, ...NAMES],
    ...['formatted', 'givenName', 'familyName', 'value', 'primary', 'created'],
  ].map((name) => [name.toLowerCase(), name]),
);

/** An object with the names as the standard writes them. Names are the same whatever their case (RFC 7643 §2.1). */
const normalized = (object: JsonObject): JsonObject => {
  const entries = Object.entries(object).map(
    ([name, value]) => [KNOWN.get(name.toLowerCase()) ?? name, value] as const,
  );
  const names = new Set<string>();
  for (const [name] of entries) {
    if (names.has(name) && KNOWN.has(name.toLowerCase())) throw invalidInput(name, `\`${name}\` is given twice.`);
    names.add(name);
  }
  return Object.fromEntries(entries);
};

const pick = (fields: unknown, names: string[]): JsonObject => {
  if (!isObject(fields)) return {};
  const known = normalized(fields);
  return Object.fromEntries(names.filter((name) => known[name] != null).map((name) => [name, known[name]]));
};

const emailOf = (emails: unknown): unknown => {
  if (!Array.isArray(emails)) return emails;
  const all = emails.filter(isObject).map(normalized);
  const primary = all.map((email) => readFlag('primary', email['primary']) ?? false);
  return (all[primary.indexOf(true)] ?? all[0])?.['value'];
};

const nameOf = (user: JsonObject): unknown => {
  if (!isObject(user['name'])) return readText('name', user['name']) ?? user['displayName'];
  const name = normalized(user['name']);
  return readText('name', name['formatted']) ?? (joinNames(name, ['givenName', 'familyName']) || user['displayName']);
};

/** Some services export hashes in `password`. Anything that does not look like a hash is a password. */
const passwordOf = (password: unknown): Pick<RawUser, 'password' | 'passwordHash'> =>
  typeof password === 'string' && (/^[${]/.test(password) || foreignHash(password) !== null)
    ? { passwordHash: password }
    : { password };

const toUser = (fields: JsonObject): RawUser | string => {
  const user = normalized(fields);
  const { schemas, meta } = user;
  if (Array.isArray(schemas) && !schemas.some((schema) => typeof schema === 'string' && USER_SCHEMA.test(schema)))
    return 'This is not a SCIM 2.0 user.';
  return {
    username: user['userName'],
    email: emailOf(user['emails']),
    name: nameOf(user),
    disabled: readDisabled(user, ['active']),
    attributes: { ...pick(user, ATTRIBUTES), ...pick(user[ENTERPRISE], ENTERPRISE_ATTRIBUTES) },
    previousId: user['id'],
    createdAt: pick(meta, ['created'])['created'],
    ...passwordOf(user['password']),
  };
};

export const scim = (source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> =>
  entriesOf(source, { list: 'Resources' }, toUser);

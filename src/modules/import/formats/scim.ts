/** The ListResponse of a SCIM 2.0 service to a query for users (RFC 7644 §3.4.2), or several in one file. */
import type { ParsedLine, RawUser } from '../record';
import { entriesOf, type JsonObject, isObject } from './json';

const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';
const ATTRIBUTES = ['externalId', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'];
const ENTERPRISE_ATTRIBUTES = ['employeeNumber', 'costCenter', 'organization', 'division', 'department'];

const pick = (fields: unknown, names: string[]): JsonObject =>
  isObject(fields)
    ? Object.fromEntries(names.filter((name) => fields[name] != null).map((name) => [name, fields[name]]))
    : {};

const emailOf = (emails: unknown): unknown => {
  if (!Array.isArray(emails)) return emails;
  const all = emails.filter(isObject);
  return (all.find(({ primary }) => primary === true) ?? all[0])?.['value'];
};

const nameOf = ({ name, displayName }: JsonObject): unknown => {
  if (!isObject(name)) return displayName;
  const parts = [name['givenName'], name['familyName']].filter((part) => typeof part === 'string' && part !== '');
  return name['formatted'] || parts.join(' ') || displayName;
};

const toRawUser = (user: JsonObject): RawUser | string => {
  const { schemas } = user;
  if (Array.isArray(schemas) && !schemas.some((schema) => /:core:2\.0:User$/.test(String(schema))))
    return 'This is not a SCIM 2.0 user.';
  const { password } = user;
  return {
    username: user['userName'],
    email: emailOf(user['emails']),
    name: nameOf(user),
    ...(typeof user['active'] === 'boolean' ? { disabled: !user['active'] } : {}),
    attributes: { ...pick(user, ATTRIBUTES), ...pick(user[ENTERPRISE], ENTERPRISE_ATTRIBUTES) },
    // Some services export hashes in `password`. Anything that does not look like a hash is a password.
    ...(typeof password === 'string' && /^[${]/.test(password) ? { passwordHash: password } : { password }),
  };
};

export const scim = (source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> =>
  entriesOf(source, 'Resources', toRawUser);

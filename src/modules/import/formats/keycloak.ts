/** The users of exported Keycloak realms, with their password hashes, but without roles, groups and second factors. */
import { argon2Hash, pbkdf2Hash } from '../../../platform/foreign-hash';
import { invalidInput } from '../../../schema/errors';
import { type ParsedLine, type RawUser, type ReadOptions, UnreadableFile } from '../record';
import { asMilliseconds, joinNames, readDisabled, readFlag, readNumber, readText } from '../values';
import { isObject, type JsonObject, parseEntry } from './json';
import { membersOf } from './json-members';

const parsed = (value: unknown): JsonObject => {
  if (isObject(value)) return value;
  if (typeof value !== 'string') return {};
  try {
    const found: unknown = JSON.parse(value);
    return isObject(found) ? found : {};
  } catch {
    return {};
  }
};

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const UNSUPPORTED = '(an unsupported hash)';

/** What credentials of all versions say about a password, by the names of today. */
interface Secret {
  algorithm: string;
  hashIterations: unknown;
  additionalParameters: unknown;
  value: unknown;
  salt: unknown;
}

/**
 * Since version 8, `credentialData` has the algorithm and `secretData` the hash, both as JSON in text. Before, they were fields of the credential,
 * and without an algorithm it was the only one of that time.
 */
const secretOf = (credential: JsonObject): Secret => {
  const fields: JsonObject =
    credential['hashedSaltedValue'] === undefined
      ? { ...parsed(credential['credentialData']), ...pick(parsed(credential['secretData'])) }
      : { ...credential, value: credential['hashedSaltedValue'] };
  return {
    algorithm: readText('algorithm', first(fields['algorithm'])) ?? 'pbkdf2',
    hashIterations: first(fields['hashIterations']),
    additionalParameters: fields['additionalParameters'],
    value: fields['value'],
    salt: fields['salt'],
  };
};

const pick = ({ value, salt }: JsonObject): JsonObject => ({ value, salt });

/** By Keycloak's names. */
const ARGON2_VERSIONS = new Map([
  ['1.0', 16],
  ['1.3', 19],
]);

const hashOf = (credential: JsonObject): string => {
  const { algorithm, hashIterations, additionalParameters, value, salt } = secretOf(credential);
  if (typeof value !== 'string') return UNSUPPORTED;
  // Providers of bcrypt store the whole hash.
  if (algorithm === 'bcrypt') return value;
  if (typeof salt !== 'string') return UNSUPPORTED;
  const [hash, salted] = [Buffer.from(value, 'base64'), Buffer.from(salt, 'base64')];
  const iterations = readNumber('hashIterations', hashIterations);
  if (algorithm === 'argon2') {
    const parameters = isObject(additionalParameters) ? additionalParameters : {};
    const text = (name: string) => readText(name, first(parameters[name])) ?? '';
    const number = (name: string) => readNumber(name, first(parameters[name]));
    const version = ARGON2_VERSIONS.get(text('version'));
    if (!version) return UNSUPPORTED;
    const costs = { version, memory: number('memory'), passes: iterations, lanes: number('parallelism') };
    return argon2Hash(text('type'), costs, salted, hash);
  }
  const digest = algorithm === 'pbkdf2' ? 'sha1' : /^pbkdf2-(sha256|sha512)$/.exec(algorithm)?.[1];
  return digest ? pbkdf2Hash(digest, iterations, salted, hash) : UNSUPPORTED;
};

/** Whoever has a temporary password must change it, as after `UPDATE_PASSWORD`. */
const passwordOf = (
  credentials: unknown,
  requiredActions: unknown,
): Pick<RawUser, 'password' | 'passwordHash' | 'requiredActions'> => {
  if (credentials === undefined || credentials === null) return {};
  if (!Array.isArray(credentials) || !credentials.every(isObject))
    throw invalidInput('credentials', '`credentials` must be a list of objects.');
  const password = credentials.find(({ type }) => type === 'password');
  if (!password) return {};
  if (password['value'] !== undefined) return { password: password['value'] };
  const passwordHash = hashOf(password);
  if (!readFlag('temporary', password['temporary'])) return { passwordHash };
  return {
    passwordHash,
    requiredActions: ['UPDATE_PASSWORD', ...(Array.isArray(requiredActions) ? requiredActions : [])],
  };
};

/** Keycloak stores every attribute as a list. A list with a single value becomes that value. */
const attributesOf = (attributes: unknown): unknown =>
  isObject(attributes)
    ? Object.fromEntries(
        Object.entries(attributes).map(([name, value]) => [
          name,
          Array.isArray(value) && value.length === 1 ? value[0] : value,
        ]),
      )
    : attributes;

const toUser = (user: JsonObject): RawUser => ({
  username: user['username'],
  email: user['email'],
  emailVerified: user['emailVerified'],
  name: joinNames(user, ['firstName', 'lastName']),
  ...(user['serviceAccountClientId'] ? { type: 'SERVICE_ACCOUNT' } : {}),
  disabled: readDisabled(user, ['enabled']),
  attributes: attributesOf(user['attributes']),
  previousId: user['id'],
  createdAt: asMilliseconds(user['createdTimestamp']),
  requiredActions: user['requiredActions'],
  ...passwordOf(user['credentials'], user['requiredActions']),
});

const MAX_SHOWN_REALMS = 20;

const shown = (realms: Set<string>): string =>
  [...realms]
    .slice(0, MAX_SHOWN_REALMS)
    .map((realm) => realm.slice(0, 100))
    .join(', ');

/** A realm, a list of realms, a file of the users of a realm, or a list of users. Only the users of one realm are read. */
export async function* keycloak(
  source: AsyncIterable<Buffer>,
  { realm: chosen }: Pick<ReadOptions, 'realm'>,
): AsyncGenerator<ParsedLine> {
  const realms = new Set<string>();
  for await (const { line, text, group } of membersOf(source, { list: 'users', group: 'realm' })) {
    const realm = group ?? '(a realm without a name)';
    realms.add(realm);
    if (chosen === null ? realms.size === 1 : realm === chosen) yield parseEntry(line, text, toUser);
  }
  if (chosen === null && realms.size > 1)
    throw new UnreadableFile(
      `The file has users of several realms: ${shown(realms)}. Choose one with \`?realm=\`, and import each realm by its own upload.`,
    );
  if (chosen !== null && realms.size > 0 && !realms.has(chosen))
    throw new UnreadableFile(`The file has no users of this realm. It has users of: ${shown(realms)}.`);
}

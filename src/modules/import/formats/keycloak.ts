/** The users of an exported Keycloak realm, with their password hashes, but without roles, groups and second factors. */
import { argon2Hash, pbkdf2Hash } from '../../../platform/foreign-hash';
import type { ParsedLine, RawUser } from '../record';
import { entriesOf, type JsonObject, isObject } from './json';

const parsed = (text: unknown): JsonObject => {
  try {
    const value: unknown = JSON.parse(String(text));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
};

const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

const UNSUPPORTED = '(an unsupported hash)';

/** `credentialData` has the algorithm and `secretData` the hash. Both are JSON strings. */
const hashOf = ({ credentialData, secretData }: JsonObject): string => {
  const { algorithm, hashIterations, additionalParameters } = parsed(credentialData);
  const { value, salt } = parsed(secretData);
  if (typeof algorithm !== 'string' || typeof value !== 'string' || typeof salt !== 'string') return UNSUPPORTED;
  const [hash, salted] = [Buffer.from(value, 'base64'), Buffer.from(salt, 'base64')];
  const iterations = Number(hashIterations);
  if (algorithm === 'argon2') {
    const parameters = isObject(additionalParameters) ? additionalParameters : {};
    const number = (name: string) => Number(first(parameters[name]));
    const costs = { memory: number('memory'), passes: iterations, lanes: number('parallelism') };
    if (String(first(parameters['version'])) !== '1.3') return UNSUPPORTED;
    return argon2Hash(String(first(parameters['type'])), costs, salted, hash);
  }
  const digest = algorithm === 'pbkdf2' ? 'sha1' : /^pbkdf2-(sha256|sha512)$/.exec(algorithm)?.[1];
  return digest ? pbkdf2Hash(digest, iterations, salted, hash) : UNSUPPORTED;
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

const toRawUser = (user: JsonObject): RawUser => {
  const names = [user['firstName'], user['lastName']].filter((name) => typeof name === 'string' && name.trim() !== '');
  const credentials = Array.isArray(user['credentials']) ? user['credentials'].filter(isObject) : [];
  const password = credentials.find(({ type }) => type === 'password');
  return {
    username: user['username'],
    email: user['email'],
    emailVerified: user['emailVerified'],
    name: names.map((name) => String(name).trim()).join(' '),
    ...(user['serviceAccountClientId'] ? { type: 'SERVICE_ACCOUNT' } : {}),
    ...(typeof user['enabled'] === 'boolean' ? { disabled: !user['enabled'] } : {}),
    attributes: attributesOf(user['attributes']),
    ...(password && (password['value'] === undefined ? { passwordHash: hashOf(password) } : { password: 'given' })),
  };
};

export const keycloak = (source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> =>
  entriesOf(source, 'users', toRawUser);

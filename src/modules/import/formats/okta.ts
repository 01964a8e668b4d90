/** The users of an Okta organization, as its API lists them (`GET /api/v1/users`), or as its import of hashed passwords takes them. */
import { pbkdf2Hash, saltedShaHash } from '../../../platform/foreign-hash';
import { invalidInput } from '../../../schema/errors';
import type { ParsedLine, RawUser } from '../record';
import { isGiven, joinNames, readNumber, readText } from '../values';
import { entriesOf, isObject, type JsonObject } from './json';

/** The statuses, and what the user may and must do here. */
const STATUSES: Record<string, Pick<RawUser, 'disabled' | 'requiredActions'>> = {
  ...{ ACTIVE: {}, PROVISIONED: {}, LOCKED_OUT: {} },
  ...{ PASSWORD_EXPIRED: { requiredActions: ['CHANGE_PASSWORD'] }, RECOVERY: { requiredActions: ['CHANGE_PASSWORD'] } },
  ...{ STAGED: { disabled: true }, SUSPENDED: { disabled: true }, DEPROVISIONED: { disabled: true } },
};

/** The parts of the profile that have fields of their own here. */
const FIELDS = ['login', 'email', 'firstName', 'lastName', 'displayName'];

const UNSUPPORTED = '(an unsupported hash)';

const bcryptOf = ({ workFactor, salt, value }: JsonObject): string =>
  `$2a$${`${readNumber('workFactor', workFactor)}`.padStart(2, '0')}$${readText('salt', salt) ?? ''}${readText('value', value) ?? ''}`;

const hashOf = (hash: JsonObject): string => {
  const { algorithm, value, salt, digestAlgorithm, iterationCount, saltOrder } = hash;
  if (algorithm === 'BCRYPT') return bcryptOf(hash);
  if (typeof value !== 'string' || typeof salt !== 'string') return UNSUPPORTED;
  const [made, salted] = [Buffer.from(value, 'base64'), Buffer.from(salt, 'base64')];
  const digest = /^(SHA256|SHA512)_HMAC$/.exec(readText('digestAlgorithm', digestAlgorithm) ?? '')?.[1];
  if (algorithm === 'PBKDF2' && digest)
    return pbkdf2Hash(digest.toLowerCase(), readNumber('iterationCount', iterationCount), salted, made);
  const name = (readText('algorithm', algorithm) ?? '').replace('-', '').toLowerCase();
  return (saltOrder === 'POSTFIX' && saltedShaHash(name, made, salted)) || UNSUPPORTED;
};

const passwordOf = (credentials: unknown): Pick<RawUser, 'password' | 'passwordHash'> => {
  const password = isObject(credentials) ? credentials['password'] : null;
  if (!isObject(password)) return {};
  return isObject(password['hash']) ? { passwordHash: hashOf(password['hash']) } : { password: password['value'] };
};

const statusOf = (status: unknown) => {
  const name = readText('status', status) ?? 'ACTIVE';
  if (!Object.hasOwn(STATUSES, name)) throw invalidInput('status', '`status` must be a status of Okta.');
  return STATUSES[name]!;
};

const toUser = (user: JsonObject): RawUser | string => {
  const { profile } = user;
  if (!isObject(profile)) return 'This is not a user of Okta: it has no `profile`.';
  const others = Object.entries(profile).filter(([name, value]) => !FIELDS.includes(name) && isGiven(value));
  return {
    username: profile['login'],
    email: profile['email'],
    name: readText('displayName', profile['displayName']) ?? joinNames(profile, ['firstName', 'lastName']),
    attributes: Object.fromEntries(others),
    previousId: user['id'],
    createdAt: user['created'],
    ...statusOf(user['status']),
    ...passwordOf(user['credentials']),
  };
};

export const okta = (source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> =>
  entriesOf(source, { list: 'users', single: ['profile'] }, toUser);

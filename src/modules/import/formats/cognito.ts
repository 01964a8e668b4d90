/** The users of an Amazon Cognito user pool, as `aws cognito-idp list-users` lists them. Cognito gives out no passwords. */
import { invalidInput } from '../../../schema/errors';
import type { ParsedLine, RawUser } from '../record';
import { isGiven, joinNames, readDisabled, readText } from '../values';
import { entriesOf, isObject, type JsonObject } from './json';

/** Attributes that have fields of their own here, or that no one needs here. */
const FIELDS = [
  'sub',
  'email',
  'email_verified',
  'name',
  'given_name',
  'family_name',
  'preferred_username',
  'identities',
];

const CUSTOM = 'custom:';

const attributesOf = (list: unknown): JsonObject => {
  if (!isGiven(list)) return {};
  if (!Array.isArray(list) || !list.every((item) => isObject(item) && typeof item['Name'] === 'string'))
    throw invalidInput('attributes', '`Attributes` must be a list of objects with `Name` and `Value`.');
  const attributes = Object.fromEntries((list as JsonObject[]).map(({ Name, Value }) => [Name, Value]));
  if (Object.keys(attributes).length < list.length)
    throw invalidInput('attributes', '`Attributes` has the same name twice.');
  return attributes;
};

const withoutPrefix = (name: string): string => (name.startsWith(CUSTOM) ? name.slice(CUSTOM.length) : name);

/** Custom attributes without their prefix. */
const shortened = (attributes: [string, unknown][]): JsonObject => {
  const short = Object.fromEntries(attributes.map(([name, value]) => [withoutPrefix(name), value]));
  if (Object.keys(short).length < attributes.length)
    throw invalidInput('attributes', 'The user has an attribute with and without `custom:`. Rename or remove one.');
  return short;
};

/** The statuses, and what the user may and must do here. */
const STATUSES: Record<string, Pick<RawUser, 'disabled' | 'requiredActions'>> = {
  ...{ CONFIRMED: {}, EXTERNAL_PROVIDER: {}, UNKNOWN: {}, RESET_REQUIRED: {}, FORCE_CHANGE_PASSWORD: {} },
  // They registered and have not confirmed their address.
  UNCONFIRMED: { requiredActions: ['VERIFY_EMAIL'] },
  ...{ ARCHIVED: { disabled: true }, COMPROMISED: { disabled: true } },
};

const statusOf = (status: unknown, hasEmail: boolean) => {
  const name = readText('UserStatus', status) ?? 'CONFIRMED';
  if (!Object.hasOwn(STATUSES, name)) throw invalidInput('UserStatus', '`UserStatus` must be a status of Cognito.');
  return name === 'UNCONFIRMED' && !hasEmail ? {} : STATUSES[name]!;
};

/** Pools in which people sign in with an address or a number have the id as the username. */
const usernameOf = (username: unknown, attributes: JsonObject): unknown =>
  isGiven(username) && username !== attributes['sub']
    ? username
    : ([attributes['preferred_username'], attributes['email'], attributes['phone_number']].find(isGiven) ?? username);

/** Older versions of the AWS CLI write seconds since 1970. */
const createdAtOf = (time: unknown): unknown => (typeof time === 'number' && time < 1e11 ? time * 1_000 : time);

const toUser = (user: JsonObject): RawUser => {
  const attributes = attributesOf(user['Attributes'] ?? user['UserAttributes']);
  const others = Object.entries(attributes).filter(([name, value]) => !FIELDS.includes(name) && isGiven(value));
  return {
    username: usernameOf(user['Username'], attributes),
    email: attributes['email'],
    emailVerified: attributes['email_verified'],
    name: readText('name', attributes['name']) ?? joinNames(attributes, ['given_name', 'family_name']),
    disabled: readDisabled(user, ['Enabled']),
    attributes: shortened(others),
    previousId: attributes['sub'],
    createdAt: createdAtOf(user['UserCreateDate']),
    ...statusOf(user['UserStatus'], isGiven(attributes['email'])),
  };
};

export const cognito = (source: AsyncIterable<Buffer>): AsyncGenerator<ParsedLine> =>
  entriesOf(source, { list: 'Users', single: ['Username', 'Attributes', 'UserAttributes'] }, toUser);

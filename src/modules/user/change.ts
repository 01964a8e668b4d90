/** Changes the properties of a user: by `updateUser`, and by imports. The caller has locked the row and checked that they may update the user. */
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { nameKey } from '../../platform/name-key';
import { forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import { changeUser, type Properties } from '../../core/mutation/user-change';
import { recordEvents } from '../../core/event/record';
import { requirePermissionsOfUser } from '../../core/authority/rights';
import { requirePermissionOnPath } from './create';
import type { User } from './entity';
import { changeExpiry } from './expiry';
import type { UpdateUserInput } from './inputs';
import { userTaken } from './name-conflict';
import { users } from './repository';
import { checkAttributes, checkName, checkPath, newEmail, newUsername } from './validation';

export type PropertyChanges = Pick<
  UpdateUserInput,
  'username' | 'email' | 'emailVerified' | 'name' | 'path' | 'attributes' | 'type' | 'expiresAt' | 'reason'
>;

/** Events record column names. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The properties that group rules will see after the change. */
const propertiesOf = ({ source, ...user }: User, { path, attributes, type }: PropertyChanges): Properties => ({
  path: path === undefined ? user.path : (path ?? ''),
  attributes: attributes === undefined ? user.attributes : (attributes ?? {}),
  type: type ?? user.type,
  source,
});

const OWNED_BY_SOURCE = ['username', 'email', 'emailVerified', 'name'] as const;

/** Does nothing if no property is given. */
export const changeProperties = async (
  database: Database,
  context: Pick<Context, 'principal' | 'caller' | 'clock'>,
  user: User,
  input: PropertyChanges,
): Promise<void> => {
  if (user.source === 'EXTERNAL')
    for (const field of OWNED_BY_SOURCE)
      if (input[field] !== undefined && input[field] !== user[field])
        throw new Refusal(
          'EXTERNALLY_MANAGED',
          `\`${field}\` is managed by the external source of this user. Change it there.`,
          ['input', field],
        );

  const changes: QueryDeepPartialEntity<User> = {};
  if (input.username !== undefined) {
    if (input.username === null) throw invalidInput('username', '`username` cannot be cleared.');
    const username = input.username === user.username ? user.username : newUsername(input.username);
    Object.assign(changes, { username, usernameKey: nameKey(username) });
  }
  if (input.email !== undefined) {
    const email = input.email === null || input.email === user.email ? input.email : newEmail(input.email);
    const sameAddress = nameKey(email ?? '') === nameKey(user.email ?? '');
    Object.assign(changes, {
      email,
      emailKey: email && nameKey(email),
      emailVerified: sameAddress && user.emailVerified,
    });
  }
  if (input.emailVerified != null) changes.emailVerified = input.emailVerified;
  if (input.name !== undefined) {
    if (input.name !== null && input.name !== user.name) checkName(input.name);
    changes.name = input.name;
  }
  if (input.path !== undefined) {
    if (input.path !== user.path) checkPath(input.path ?? '');
    changes.path = input.path ?? '';
  }
  if (input.attributes !== undefined) {
    checkAttributes(input.attributes ?? {});
    changes.attributes = (input.attributes ?? {}) as QueryDeepPartialEntity<User>['attributes'];
  }
  if (input.type != null) {
    if (input.type === 'INTERNAL_SERVICE_ACCOUNT')
      throw invalidInput('type', 'INTERNAL_SERVICE_ACCOUNT cannot be set through the API.');
    if (input.type !== user.type && [input.type, user.type].includes('SERVICE_ACCOUNT'))
      throw invalidInput(
        'type',
        'A person cannot become a service account, and a service account cannot become a person.',
      );
    changes.type = input.type;
  }
  const signsInBy = ['username', 'email', 'emailVerified'] as const;
  if (signsInBy.some((field) => input[field] !== undefined)) {
    // Whoever controls the sign-in name or address can reset the password by mail.
    if (user.id === context.principal.userId && !context.principal.ownsAccount) throw forbiddenFor('the scope account');
    await requirePermissionsOfUser(database, context.principal, user.id);
  }
  if (input.path !== undefined && (input.path ?? '') !== user.path)
    requirePermissionOnPath(context.principal, 'users:update', input.path ?? '');
  if (input.expiresAt !== undefined) {
    await changeExpiry(database, context, user, input.expiresAt);
    changes.expiresAt = input.expiresAt;
  }
  const properties = Object.keys(changes);
  if (properties.length > 0) {
    const moves = (['path', 'attributes', 'type'] as const).some((property) => property in changes);
    const next = moves ? propertiesOf(user, input) : null;
    await changeUser(database, context, { userId: user.id, reason: input.reason ?? null, next }, () =>
      onUniqueViolation(() => users(database).change([user.id], changes), userTaken),
    );
    const changed = properties.filter((property) => !property.endsWith('Key')).map(snakeCase);
    // The old address is notified of the new one.
    const moved = changes.email !== undefined && changes.emailKey !== (user.email && nameKey(user.email));
    const details = { changed, ...(moved ? { from: user.email, to: changes.email } : {}) };
    await recordEvents(database, context.caller, [
      { type: 'USER_UPDATED', userId: user.id, reason: input.reason ?? null, details },
    ]);
  }
};

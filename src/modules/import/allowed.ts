/** What the changes of a line require of the user and of whoever makes them. Checked at the upload, and again when the line is imported. */
import { may, type Principal } from '../../core/authority/principal';
import { forbiddenForMorePrivilegedUser } from '../../core/authority/rights';
import { invalidInput, Refusal } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import type { KnownUser, LineChanges } from './changes';
import { MAX_PREVIOUS_IDS } from './history';
import { mayUpdateIn } from './policy';

interface Who {
  principal: Principal;
  /** With the permissions for this user. */
  onUser: Principal;
  /** Whether the user holds permissions that the principal does not. */
  isMorePrivileged: boolean;
}

const missingOn = (
  onUser: Principal,
  { hash, disabled }: LineChanges,
): { permission: Permission; field: string } | null => {
  if (!may(onUser, 'users:update')) return { permission: 'users:update', field: 'username' };
  if (hash !== null && !may(onUser, 'users:setPassword'))
    return { permission: 'users:setPassword', field: 'passwordHash' };
  return disabled !== null && !may(onUser, 'users:disable') ? { permission: 'users:disable', field: 'disabled' } : null;
};

export const refusalOfChanges = (
  { principal, onUser, isMorePrivileged }: Who,
  target: KnownUser,
  changes: LineChanges,
): Refusal | null => {
  if (isMorePrivileged) return new Refusal('FORBIDDEN', forbiddenForMorePrivilegedUser().message);
  const missing = missingOn(onUser, changes);
  if (missing)
    return new Refusal(
      'FORBIDDEN',
      `You may not change \`${missing.field}\` of this user: it requires ${missing.permission}.`,
      ['input', missing.field],
    );
  const { path } = changes.properties;
  if (typeof path === 'string' && !mayUpdateIn(principal)(path))
    return new Refusal('FORBIDDEN', 'You may not move users to this folder: it requires users:update on it.', [
      'input',
      'path',
    ]);
  return changes.previousIds.length > 0 && target.previousIds.length + changes.previousIds.length > MAX_PREVIOUS_IDS
    ? invalidInput('previousIds', `A user can have at most ${MAX_PREVIOUS_IDS} previous ids.`)
    : null;
};

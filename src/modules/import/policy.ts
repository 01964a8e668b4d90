/** Who may create users by an import, and in which state it can be started. Used by the mutation and by `viewerCanImport`. */
import { Refusal } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import { objectsWithPermission, isAtOrBelow } from '../../core/authority/object-permissions';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';

const mayIn = (principal: Principal, permission: Permission): ((path: string) => boolean) => {
  if (may(principal, permission)) return () => true;
  const folders = objectsWithPermission(principal, permission).flatMap(({ path }) => path ?? []);
  return (path) => folders.some((folder) => isAtOrBelow(path, folder));
};

/** Whether the principal may create users in a folder. Checked for each line at the upload, and again when its user is created. */
export const mayCreateIn = (principal: Principal) => mayIn(principal, 'users:create');

/** Whether the principal may move users to a folder. */
export const mayUpdateIn = (principal: Principal) => mayIn(principal, 'users:update');

/** Whether the principal holds the permission for all users or some of them. */
export const mayOnSome = (principal: Principal, permission: Permission): boolean =>
  may(principal, permission) || objectsWithPermission(principal, permission).length > 0;

/** What an upload or its start needs beyond creating users. */
export const missingPermission = (
  principal: Principal,
  { mode, keepSubject, invite = false }: Pick<Import, 'mode' | 'keepSubject'> & { invite?: boolean },
): Permission | null => {
  if (mode !== 'CREATE' && !mayOnSome(principal, 'users:update')) return 'users:update';
  if (keepSubject && !may(principal, 'users:setSubject')) return 'users:setSubject';
  return invite && !mayOnSome(principal, 'users:setPassword') ? 'users:setPassword' : null;
};

/** What was started stays as a record of what it did. */
export const mayDiscard = ({ status }: Pick<Import, 'status'>): Refusal | null =>
  status === 'READY' || status === 'EXPIRED'
    ? null
    : new Refusal('INVALID_STATE', `The import is ${status}. Only an upload that was not started can be discarded.`, [
        'input',
        'importId',
      ]);

/** Starting a running import changes nothing. A stopped import continues on behalf of whoever resumes it. */
export const mayImport = ({ status, resumable }: Pick<Import, 'status' | 'resumable'>): Refusal | null => {
  if (status === 'READY' || status === 'RUNNING' || resumable) return null;
  const why = status === 'UPLOADING' ? 'wait until the upload is complete' : 'upload the file again';
  return new Refusal('INVALID_STATE', `The import is ${status}; ${why}.`, ['input', 'importId']);
};

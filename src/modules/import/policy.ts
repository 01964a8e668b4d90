/** What may be done to an import: asked by the mutation, which enforces it, and by `viewerCanImport`. */
import { Refusal } from '../../schema/errors';
import { objectsWith, isAtOrBelow } from '../../core/authority/extent';
import { may, type Principal } from '../../core/authority/principal';
import type { Import } from './entity';

/** In which folders somebody may create users: asked of each line when it is uploaded, and again when its user is created. */
export const mayCreateIn = (principal: Principal): ((path: string) => boolean) => {
  if (may(principal, 'users:create')) return () => true;
  const folders = objectsWith(principal, 'users:create').flatMap(({ path }) => path ?? []);
  return (path) => folders.some((folder) => isAtOrBelow(path, folder));
};

/** Starting one that runs changes nothing, and is no error; one that was stopped goes on in the name of whoever starts it again. */
export const mayImport = ({ status, resumable }: Pick<Import, 'status' | 'resumable'>): Refusal | null => {
  if (status === 'READY' || status === 'RUNNING' || resumable) return null;
  const why = status === 'UPLOADING' ? 'wait until the file is here' : 'upload the file again';
  return new Refusal('INVALID_STATE', `The import is ${status}; ${why}.`, ['input', 'importId']);
};

/** What may be done to an import: asked by the mutation, which enforces it, and by `viewerCanImport`. */
import { Refusal } from '../../schema/errors';
import type { Import } from './entity';

/** Starting one that runs changes nothing, and is no error. */
export const mayImport = ({ status }: Pick<Import, 'status'>): Refusal | null => {
  if (status === 'READY' || status === 'RUNNING') return null;
  const why = status === 'UPLOADING' ? 'wait until the file is here' : 'upload the file again';
  return new Refusal('INVALID_STATE', `The import is ${status}; ${why}.`, ['input', 'importId']);
};

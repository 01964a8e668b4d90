/** What may be done to a role: asked by the mutations, which enforce it, and by the `viewerCan…` field. */
import { Refusal } from '../../schema/errors';
import type { Role } from './entity';

/** Those that come with the service are not to be changed. */
export const mayChangeRole = (role: Role): Refusal | null =>
  role.builtIn
    ? new Refusal('INVALID_STATE', 'This role comes with the service; make a role of your own instead.', [
        'input',
        'roleId',
      ])
    : null;

/** Reads invitations for one request. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Invitation } from './entity';
import { invitationColumns } from './repository';

export const invitationById = defineLoader((database) =>
  byId<Invitation>(database, invitationColumns, 'invitations x'),
);

/** Reads invitations for one request. */
import { defineById } from '../../core/context/context';
import { invitationRows } from './repository';

export const invitationById = defineById(invitationRows);

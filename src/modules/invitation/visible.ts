/** Finds invitations for the caller. */
import { may } from '../../core/authority/principal';
import type { Context } from '../../core/context/context';
import type { Invitation } from './entity';
import { invitationById } from './loaders';

export const visibleInvitation = async (context: Context, uuid: string): Promise<Invitation | null> =>
  may(context.principal, 'users:read') ? context.load(invitationById, uuid) : null;

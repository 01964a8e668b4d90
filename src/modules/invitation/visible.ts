/** Finds invitations for the caller. */
import { may } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { Invitation } from './entity';
import { invitationById } from './loaders';

export const visibleInvitation = async (context: Context, uuid: string): Promise<Shown<Invitation, 'id'> | null> =>
  may(context.principal, 'users:read') ? context.show(invitationById, uuid) : null;

/** Who may ask for what about invitations. */
import { anyone, carried, needs, type FieldRules } from '../../schema/rules';

export const invitationRules: FieldRules = {
  Query: { invitations: needs('users:read') },
  Mutation: {
    inviteUser: needs('users:create'),
    resendInvitation: needs('users:create'),
    revokeInvitation: needs('users:create'),
    acceptInvitation: anyone,
  },
  Invitation: { user: carried, creator: carried, viewerCanResend: carried, viewerCanRevoke: carried },
};

/** Access rules of the fields about invitations. */
import { anyone, carried, creates, ends, needs, type FieldRules } from '../../schema/rules';

export const invitationRules: FieldRules = {
  Query: { invitations: needs('users:read') },
  Mutation: {
    inviteUser: creates('CREDENTIAL', needs('users:create')),
    resendInvitation: creates('CREDENTIAL', needs('users:create')),
    revokeInvitation: ends(needs('users:create')),
    acceptInvitation: creates('CREDENTIAL', anyone),
  },
  Invitation: { user: carried, creator: carried, viewerCanResend: carried, viewerCanRevoke: carried },
};

/** The `viewerCan…` fields of an invitation. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { Invitation } from './entity';
import { mayInvite, mayResendInvitation, mayRevokeInvitation } from './policy';
import { invitationRules } from './rules';

const capability = capabilitiesUnder(invitationRules);

@Resolver(() => Invitation)
export class InvitationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `resendInvitation`.' })
  viewerCanResend(@Root() invitation: Invitation, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'resendInvitation',
      async () =>
        mayResendInvitation(context, invitation) ?? mayInvite(context.database, context.principal, invitation),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeInvitation`.' })
  viewerCanRevoke(@Root() invitation: Invitation, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'revokeInvitation', () => mayRevokeInvitation(invitation));
  }
}

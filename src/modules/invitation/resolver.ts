/** The queries, mutations and fields of invitations. */
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { Actor, actorOf } from '../application';
import { Invitation } from './entity';
import * as inputs from './inputs';
import { InvitationConnection, InvitationFilter, InvitationOrder } from './list';
import { invitationList } from './repository';
import * as service from './service';

const InvitationsArgs = connectionArgs(
  () => InvitationFilter,
  () => InvitationOrder,
);

@Resolver(() => Invitation)
export class InvitationResolver {
  @Query(() => InvitationConnection, {
    description: 'Invitations, including those that have been accepted, have expired or were revoked.',
  })
  invitations(@Args(() => InvitationsArgs) args: ConnectionArgs<InvitationFilter>, @Ctx() context: Context) {
    return pageOf(context, invitationList, 'CREATED_AT', args);
  }

  @Reads('userId')
  @FieldResolver(() => User, {
    nullable: true,
    description:
      'The user who was invited by mail or has accepted the link; null for a reusable invitation and for a link that nobody has accepted.',
  })
  user(@Root() invitation: Shown<Invitation, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, invitation.userId);
  }

  @Reads('createdByUserId', 'createdByApplicationId')
  @FieldResolver(() => Actor, { nullable: true, description: 'Who created the invitation, or resent it last.' })
  creator(
    @Root()
    { createdByUserId, createdByApplicationId }: Shown<Invitation, 'createdByUserId' | 'createdByApplicationId'>,
    @Ctx() context: Context,
  ) {
    return actorOf(context, { actorUserId: createdByUserId, actorApplicationId: createdByApplicationId });
  }

  @Mutation(() => inputs.InviteUserPayload, {
    description:
      'Invites a person, by mail or by a link that is shown only once. Errors: NOT_FOUND (the application), CONFLICT, INVALID_INPUT, MAIL_UNAVAILABLE.',
  })
  async inviteUser(@Arg('input') input: inputs.InviteUserInput, @Ctx() context: Context) {
    const { value, errors } = await service.inviteUser(context, input);
    return { ...value, errors };
  }

  @Mutation(() => inputs.ResendInvitationPayload, {
    description:
      'Mails an invitation again on behalf of the caller. The former link stops working, and the lifetime starts again. Errors: NOT_FOUND, INVALID_STATE, MAIL_UNAVAILABLE.',
  })
  async resendInvitation(@Arg('input') input: inputs.ResendInvitationInput, @Ctx() context: Context) {
    const { value, errors } = await service.resendInvitation(context, input);
    return { invitation: value, errors };
  }

  @Mutation(() => inputs.RevokeInvitationPayload, {
    description:
      'Revokes an invitation, so that nobody can accept it any more. An INVITED user keeps that status until they are deleted or invited again. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async revokeInvitation(@Arg('input') input: inputs.RevokeInvitationInput, @Ctx() context: Context) {
    const { value, errors } = await service.revokeInvitation(context, input);
    return { invitation: value, errors };
  }

  @Mutation(() => inputs.AcceptInvitationPayload, {
    description:
      'Accepts an invitation and creates its account, if the creator of the invitation could still create it. The person can sign in from then on. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT, INVALID_STATE, RATE_LIMITED.',
  })
  async acceptInvitation(@Arg('input') input: inputs.AcceptInvitationInput, @Ctx() context: Context) {
    const { errors } = await service.acceptInvitation(context, input);
    return { errors };
  }
}

/** Inputs and payloads of the mutations on invitations. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { EmailAddress } from '../../schema/email-address';
import { UserType } from '../../schema/enums';
import { OperationInput, payloadOf } from '../../core/mutation/input';
import { User } from '../user';
import { Invitation } from './entity';

@InputType({
  description: 'A person to invite, by mail or by a link. The person cannot change what is set here.',
})
export class InviteUserInput extends OperationInput {
  @Field(() => EmailAddress, {
    nullable: true,
    description:
      'The address to mail the invitation to. No user can have it yet. Without an address, the link is returned.',
  })
  email?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether any number of people can accept the invitation. Cannot be combined with `email`. Defaults to false.',
  })
  reusable?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the account. If it is left out, the person chooses the name.',
  })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The folder of the account, such as `emea/sales`.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'The attributes of the account, at most 32 KB.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => UserType, {
    nullable: true,
    description: 'The type of the account: INTERNAL or EXTERNAL. Defaults to INTERNAL.',
  })
  type?: UserType | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How long the invitation can be accepted: 600 to 7776000 seconds (90 days). Defaults to 604800 (a week).',
  })
  lifetimeSeconds?: number | null;

  @Field(() => ID, {
    nullable: true,
    description:
      'The application that the person continues to after accepting. It needs an `initiateLoginUri`. Defaults to the application that creates the invitation, if it has one.',
  })
  applicationId?: string | null;
}

@InputType({ description: 'The invitation to mail again, with a new link and its full lifetime.' })
export class ResendInvitationInput extends OperationInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId: string;
}

@InputType({ description: 'The invitation to revoke.' })
export class RevokeInvitationInput extends OperationInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId: string;
}

@InputType({ description: 'The account to create with an invitation.' })
export class AcceptInvitationInput {
  @Field({ description: 'The secret: the part of the link after `link=`.' })
  invitation: string;

  @Field(() => String, {
    nullable: true,
    description:
      'The username: 1 to 150 characters, unique ignoring case. Defaults to the email address if the invitation was mailed.',
  })
  username?: string | null;

  @Field(() => String, { nullable: true, description: 'The display name, if the invitation does not set it.' })
  name?: string | null;

  @Field({ description: 'The password: at least 15 characters.' })
  password: string;
}

const invitation = { type: () => Invitation, description: 'The invitation after the change.' };
export const InviteUserPayload = payloadOf('InviteUser', {
  invitation,
  user: { type: () => User, description: 'The INVITED user, if the invitation is mailed.' },
  link: { type: () => String, description: 'The link, if the invitation is not mailed. It is shown only once.' },
});
export const ResendInvitationPayload = payloadOf('ResendInvitation', { invitation });
export const RevokeInvitationPayload = payloadOf('RevokeInvitation', { invitation });
export const AcceptInvitationPayload = payloadOf('AcceptInvitation', {});

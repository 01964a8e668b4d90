/** Inputs and payloads of the mutations on invitations. */
import { GraphQLEmailAddress, GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, Int } from 'type-graphql';
import { UserType } from '../../schema/enums';
import { OperationInput, payloadOf } from '../../core/mutation/input';
import { User } from '../user';
import { Invitation } from './entity';

@InputType({
  description:
    'Somebody to invite: by mail, or by a link for whoever has it. What is said here the person cannot change.',
})
export class InviteUserInput extends OperationInput {
  @Field(() => GraphQLEmailAddress, {
    nullable: true,
    description: 'Where to mail it: the address of nobody yet. Without one the link is in the answer.',
  })
  email?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether any number of people may accept it; false unless told. Not together with `email`.',
  })
  reusable?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The name of the account; the person chooses unless told.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The folder of the account, such as `emea/sales`.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'The attributes of the account, at most 32 KB.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => UserType, { nullable: true, description: 'INTERNAL unless told, or EXTERNAL.' })
  type?: UserType | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How long it may be accepted: 600 to 7776000 (90 days); 604800 (a week) unless told.',
  })
  lifetimeSeconds?: number | null;
}

@InputType({ description: 'The invitation to mail again, with another link. Its time begins anew.' })
export class ResendInvitationInput extends OperationInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId: string;
}

@InputType({ description: 'The invitation that nobody shall accept any more.' })
export class RevokeInvitationInput extends OperationInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId: string;
}

@InputType({ description: 'The account that somebody makes by an invitation.' })
export class AcceptInvitationInput {
  @Field({ description: 'What follows `link=` in the link.' })
  invitation: string;

  @Field(() => String, {
    nullable: true,
    description: 'Unique ignoring case, 1 to 150 characters; the address unless told, where it was mailed.',
  })
  username?: string | null;

  @Field(() => String, { nullable: true, description: 'The name to show, where the invitation does not say it.' })
  name?: string | null;

  @Field({ description: 'At least 15 characters.' })
  password: string;
}

const invitation = { type: () => Invitation, description: 'The invitation as it is now.' };
export const InviteUserPayload = payloadOf('InviteUser', {
  invitation,
  user: { type: () => User, description: 'The user who is INVITED, where it is mailed.' },
  link: { type: () => String, description: 'The link, where it is not mailed; shown this once.' },
});
export const ResendInvitationPayload = payloadOf('ResendInvitation', { invitation });
export const RevokeInvitationPayload = payloadOf('RevokeInvitation', { invitation });
export const AcceptInvitationPayload = payloadOf('AcceptInvitation', {});

/** Inputs and payloads of the mutations on access grants. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf } from '../../core/mutation/input';

@InputType({ description: 'The access grant to end: a later exchange of its code is `invalid_grant`.' })
export class RevokeAccessGrantInput extends OperationInput {
  @Field(() => ID, { description: 'The access grant.' })
  accessGrantId: string;
}

export const RevokeAccessGrantPayload = payloadOf(
  'RevokeAccessGrant',
  { accessGrantId: { type: () => ID, description: 'The id of the grant that ended.' } },
  { receipt: true },
);

/** Inputs and payloads of the access grant mutation. */
import { Field, ID, InputType } from 'type-graphql';
import { AccessGrant } from './entity';
import { OperationInput, payloadOf } from '../../core/mutation/input';

@InputType({ description: 'The access grant to end. Exchanging its code then fails with `invalid_grant`.' })
export class RevokeAccessGrantInput extends OperationInput {
  @Field(() => ID, { description: 'The access grant.' })
  accessGrantId: string;
}

export const RevokeAccessGrantPayload = payloadOf(
  'RevokeAccessGrant',
  {
    accessGrant: { type: () => AccessGrant, description: 'The access grant that ended.' },
    accessGrantId: { type: () => ID, description: 'The id of the access grant that ended.' },
  },
  { receipt: true },
);

/** Inputs and payloads of the mutation that gives out what is held about one person. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf } from '../../core/mutation/input';

@InputType({ description: 'The person whose data is asked for.' })
export class ExportUserDataInput extends OperationInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

export const ExportUserDataPayload = payloadOf('ExportUserData', {
  data: {
    type: () => GraphQLJSONObject,
    description:
      'Everything that is held, by kind, without secrets. `withheld` names what you may not see, `cut` what has more than the newest 10,000. Null for a dry run and for a repeated key: it is not kept.',
  },
});

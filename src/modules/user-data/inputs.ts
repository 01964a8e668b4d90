/** The input and the payload of `exportUserData`. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf } from '../../core/mutation/input';

@InputType({ description: 'The user whose data to export.' })
export class ExportUserDataInput extends OperationInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

export const ExportUserDataPayload = payloadOf('ExportUserData', {
  data: {
    type: () => GraphQLJSONObject,
    description:
      'All personal data by section, without secrets. `withheld` lists the sections you have no access to; `cut` lists the sections limited to the newest 10,000 rows. Null for a dry run and for a repeated idempotency key, because the document is not stored.',
  },
});

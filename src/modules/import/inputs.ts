/** Inputs and payloads of the mutation on imports. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf } from '../../core/mutation/input';
import { Import } from './entity';

@InputType({
  description:
    'The import to start or resume. The response to the upload has already listed the lines that would be rejected.',
})
export class ImportUsersInput extends OperationInput {
  @Field(() => ID, { description: 'The id from the response to the upload.' })
  importId: string;
}

export const ImportUsersPayload = payloadOf('ImportUsers', {
  import: { type: () => Import, description: 'The import. Query it again to see its progress.' },
});

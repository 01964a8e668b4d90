/** Inputs and payloads of the mutation on imports. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf } from '../../core/mutation/input';
import { Import } from './entity';

@InputType({ description: 'An import to start, or to go on with. Its upload has already said what would be refused.' })
export class ImportUsersInput extends OperationInput {
  @Field(() => ID, { description: 'The import, as the upload answered it.' })
  importId: string;
}

export const ImportUsersPayload = payloadOf('ImportUsers', {
  import: { type: () => Import, description: 'The import as it is now; ask for it again to see how far it has come.' },
});

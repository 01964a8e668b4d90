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

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether users who are created without a password get a mail with a link to choose one, if they have an address. Requires the permission `users:setPassword` and a mail server. Defaults to false.',
  })
  invite?: boolean | null;
}

@InputType({ description: 'The upload to discard.' })
export class DiscardImportInput extends OperationInput {
  @Field(() => ID, { description: 'The upload. It must not have been started.' })
  importId: string;
}

export const DiscardImportPayload = payloadOf('DiscardImport', {
  discardedImportId: { type: () => ID, description: 'The id of the discarded upload.' },
});

export const ImportUsersPayload = payloadOf('ImportUsers', {
  import: { type: () => Import, description: 'The import. Query it again to see its progress.' },
});

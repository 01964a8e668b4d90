/** Common parts of the inputs and payloads of mutations. */
import { type ClassType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { Revocation } from '../revocation/entity';
import { MutationError, Refusal } from '../../schema/errors';

@InputType()
export abstract class OperationInput {
  @Field(() => String, { nullable: true, description: 'The reason, for the audit trail. At most 500 characters.' })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'An idempotency key of your choice, at most 200 characters. A repeated call with the same key and input returns the first result.',
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Returns what would happen without changing anything.' })
  dryRun?: boolean | null;
}

@InputType()
export abstract class VersionedInput extends OperationInput {
  @Field(() => Int, { nullable: true, description: 'Run only if the object still has this `version`.' })
  ifVersion?: number | null;
}

/** The description of every `includeDerived` argument. */
export const INCLUDE_DERIVED =
  'Whether everything that was created with it ends too, directly or indirectly: passwords, second factors, tokens, links, secrets, sessions, applications and accounts. The caller must be allowed to end all of it; otherwise nothing ends. Defaults to false.';

@ObjectType('VersionConflict', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The object has been changed in the meantime.',
})
export class VersionConflict extends MutationError {
  @Field(() => Int, { description: 'Its current version.' })
  current: number;
}

export const checkVersion = (object: { version: number }, ifVersion: number | null | undefined): void => {
  if (ifVersion == null || ifVersion === object.version) return;
  const message = `The object has been changed in the meantime and now has version ${object.version}. Read it again and retry.`;
  throw new Refusal('VERSION_CONFLICT', message, ['input', 'ifVersion'], {
    __typename: 'VersionConflict',
    current: object.version,
  });
};

interface Payload {
  errors: MutationError[];
}

/** The payload type of a mutation: the changed objects, the receipt if it ends something, and the errors. */
export const payloadOf = (
  mutation: string,
  fields: Record<string, { type: () => unknown; description: string }>,
  { receipt = false }: { receipt?: boolean } = {},
): ClassType<Payload> => {
  @ObjectType(`${mutation}Payload`, {
    simpleResolvers: true,
    description: `The result of ${mutation[0]!.toLowerCase()}${mutation.slice(1)}.`,
  })
  class MutationPayload implements Payload {
    @Field(() => [MutationError], { description: 'Why nothing was changed; empty on success.' })
    errors: MutationError[];
  }
  for (const [name, { type, description }] of Object.entries(fields))
    Field(type as never, { nullable: true, description })(MutationPayload.prototype, name);
  if (receipt)
    Field(() => Revocation, { nullable: true, description: 'The receipt: everything that ended.' })(
      MutationPayload.prototype,
      'revocation',
    );
  return MutationPayload;
};

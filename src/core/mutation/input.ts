/** What inputs and payloads of mutations have in common. */
import { type ClassType, Field, InputType, Int, ObjectType } from 'type-graphql';
import { Revocation } from '../revocation/entity';
import { MutationError, Refusal } from '../../schema/errors';

@InputType()
export abstract class OperationInput {
  @Field(() => String, { nullable: true, description: 'Why, for the audit trail; at most 500 characters.' })
  reason?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A key of your choice, at most 200 characters: a repeated call with it and the same input returns the first answer.',
  })
  idempotencyKey?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Answer what would happen, and do nothing.' })
  dryRun?: boolean | null;
}

@InputType()
export abstract class VersionedInput extends OperationInput {
  @Field(() => Int, { nullable: true, description: 'Only if the object still has this `version`.' })
  ifVersion?: number | null;
}

/** The description of `includeDerived`, wherever it is offered. */
export const INCLUDE_DERIVED =
  'Whether everything that was created with it ends too, directly or through what that created: passwords, second factors, tokens, links, secrets, sessions, applications and accounts. The caller must be allowed to end all of it, or nothing ends. Defaults to false.';

@ObjectType('VersionConflict', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The object was changed by somebody else.',
})
export class VersionConflict extends MutationError {
  @Field(() => Int, { description: 'The version it has now.' })
  current: number;
}

export const checkVersion = (object: { version: number }, ifVersion: number | null | undefined): void => {
  if (ifVersion == null || ifVersion === object.version) return;
  const message = `It was changed meanwhile and has version ${object.version} now; read it again and decide anew.`;
  throw new Refusal('VERSION_CONFLICT', message, ['input', 'ifVersion'], {
    __typename: 'VersionConflict',
    current: object.version,
  });
};

interface Payload {
  errors: MutationError[];
}

/** The payload type of a mutation: what it changed, the receipt where it ends something, and the errors. */
export const payloadOf = (
  mutation: string,
  fields: Record<string, { type: () => unknown; description: string }>,
  { receipt = false }: { receipt?: boolean } = {},
): ClassType<Payload> => {
  @ObjectType(`${mutation}Payload`, {
    simpleResolvers: true,
    description: `The answer of ${mutation[0]!.toLowerCase()}${mutation.slice(1)}.`,
  })
  class MutationPayload implements Payload {
    @Field(() => [MutationError], { description: 'Why nothing was changed; empty when it was.' })
    errors: MutationError[];
  }
  for (const [name, { type, description }] of Object.entries(fields))
    Field(type as never, { nullable: true, description })(MutationPayload.prototype, name);
  if (receipt)
    Field(() => Revocation, { nullable: true, description: 'The receipt: exactly what died.' })(
      MutationPayload.prototype,
      'revocation',
    );
  return MutationPayload;
};

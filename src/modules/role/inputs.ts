/** Inputs and payloads of the mutations on roles. */
import { Field, ID, InputType } from 'type-graphql';
import { payloadOf, VersionedInput } from '../operation';
import { User } from '../user/entity';

@InputType({ description: 'The role to give. Nobody can give a permission that he does not hold.' })
export class AssignRoleInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field({ description: 'The name of the role, such as OPERATOR.' })
  role: string;
}

@InputType({ description: 'The role to take.' })
export class UnassignRoleInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field({ description: 'The name of the role.' })
  role: string;
}

const user = { user: { type: () => User, description: 'The user as it is now.' } };
export const AssignRolePayload = payloadOf('AssignRole', user);
export const UnassignRolePayload = payloadOf('UnassignRole', user);

/** A pending authentication request, as the device sees it. */
import { Field, ID, ObjectType } from 'type-graphql';
import { encodeId } from '../../platform/type-id';

@ObjectType('PendingAuthentication', {
  simpleResolvers: true,
  description: 'A sign-in that an application asks the user to confirm on a device (OpenID CIBA).',
})
export class PendingAuthentication {
  @Field(() => ID, { description: 'The id to pass to `answerAuthentication`.' })
  id: string;

  userId: string;
  applicationId: string;

  @Field(() => [String], { description: 'The scopes that the application requests.' })
  scopes: string[];

  @Field(() => String, {
    nullable: true,
    description: 'A message that the application shows as well, so that the user can compare the two.',
  })
  bindingMessage: string | null;

  @Field({ description: 'The challenge that the device signs with its answer.' })
  challenge: string;

  @Field({ description: 'When it was requested.' })
  createdAt: Date;

  @Field({ description: 'When it expires.' })
  expiresAt: Date;
}

export const publicIdOf = ({ id }: { id: string }): string => encodeId('AuthenticationRequest', id);

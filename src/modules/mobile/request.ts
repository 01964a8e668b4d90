/** What a client asks a user to confirm on a device, as the device sees it. */
import { Field, ID, ObjectType } from 'type-graphql';
import { encodeId } from '../../platform/type-id';

@ObjectType('PendingAuthentication', {
  simpleResolvers: true,
  description: 'A sign-in that an application asks the user to confirm on a device (OpenID CIBA).',
})
export class PendingAuthentication {
  @Field(() => ID, { description: 'Give it to `answerAuthentication`.' })
  id: string;

  userId: string;
  applicationId: string;

  @Field(() => [String], { description: 'What the application asks for.' })
  scopes: string[];

  @Field(() => String, { nullable: true, description: 'What the application shows too, so that the user can compare.' })
  bindingMessage: string | null;

  @Field({ description: 'What the device signs to answer.' })
  challenge: string;

  @Field({ description: 'When it was asked.' })
  createdAt: Date;

  @Field({ description: 'Until when it can be answered.' })
  expiresAt: Date;
}

export const publicIdOf = ({ id }: { id: string }): string => encodeId('AuthenticationRequest', id);

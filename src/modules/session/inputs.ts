/** Inputs and payloads of the mutations on sessions. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf, VersionedInput } from '../operation';
import { User } from '../user/entity';
import { Session } from './entity';

@InputType({ description: 'The session to end. Revoking one’s current session is a sign-out.' })
export class RevokeSessionInput extends OperationInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the tokens and access grants that it issued die too; true unless told.',
  })
  removeTokens?: boolean | null;
}

@InputType({ description: 'Whose sessions to end. The user stays active and can sign in again.' })
export class RevokeAllSessionsInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Spares the session of this request with its tokens, where it is one of this user; false unless told.',
  })
  exceptCurrent?: boolean | null;
}

export const RevokeSessionPayload = payloadOf(
  'RevokeSession',
  { session: { type: () => Session, description: 'The session as it is now.' } },
  { receipt: true },
);
export const RevokeAllSessionsPayload = payloadOf(
  'RevokeAllSessions',
  { user: { type: () => User, description: 'The user.' } },
  { receipt: true },
);

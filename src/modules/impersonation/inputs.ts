/** Inputs and payloads of acting in the place of a user. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { Session } from '../session';

@InputType({
  description: 'In whose place to act. `reason` is required: the user may ask, and the audit trail answers.',
})
export class ImpersonateUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'Which impersonation to end.' })
export class EndImpersonationInput extends OperationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'Its session; unless told, that of this request.',
  })
  sessionId?: string | null;
}

export const ImpersonateUserPayload = payloadOf('ImpersonateUser', {
  session: { type: () => Session, description: 'The session that began: of the user, marked, and short.' },
  signInUrl: {
    type: () => String,
    description:
      'Open it within five minutes in the browser in which to act as the user: it works once, and is shown once. Null for a dry run or a repeated call.',
  },
});
export const EndImpersonationPayload = payloadOf(
  'EndImpersonation',
  { session: { type: () => Session, description: 'The session as it is now.' } },
  { receipt: true },
);

/** Inputs and payloads of the impersonation mutations. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { Session } from '../session';

@InputType({
  description: 'The user to impersonate. `reason` is required and recorded in the audit trail.',
})
export class ImpersonateUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The impersonation to end.' })
export class EndImpersonationInput extends OperationInput {
  @Field(() => ID, {
    nullable: true,
    description: 'The session of the impersonation. Defaults to the current session.',
  })
  sessionId?: string | null;
}

export const ImpersonateUserPayload = payloadOf('ImpersonateUser', {
  session: {
    type: () => Session,
    description: 'The new session of the user. It is short and marked as an impersonation.',
  },
  signInUrl: {
    type: () => String,
    description:
      'Open this URL within five minutes in the browser that you want to impersonate the user in. It works once and is shown once. Null for a dry run or a repeated call.',
  },
});
export const EndImpersonationPayload = payloadOf(
  'EndImpersonation',
  { session: { type: () => Session, description: 'The session after the operation.' } },
  { receipt: true },
);

/** Inputs and payloads of the session mutations. */
import { Field, ID, InputType } from 'type-graphql';
import { INCLUDE_DERIVED, OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from '../user';
import { Session } from './entity';
import { SessionFilter } from './list';

@InputType({ description: 'The session to end. Ending your current session signs you out.' })
export class RevokeSessionInput extends OperationInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to end the tokens and access grants that it issued too. Defaults to the setting `sessionsRevokeTokens`; always true with `includeDerived`.',
  })
  removeTokens?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: INCLUDE_DERIVED,
  })
  includeDerived?: boolean | null;
}

@InputType({ description: 'The sessions to end, by id or by filter.' })
export class RevokeSessionsInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'The ids of the sessions, at most 10,000.' })
  sessionIds?: string[] | null;

  @Field(() => SessionFilter, { nullable: true, description: 'Selects live sessions, at most 10,000.' })
  filter?: SessionFilter | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to end the tokens and access grants that they issued too. Defaults to the setting `sessionsRevokeTokens`.',
  })
  removeTokens?: boolean | null;
}

@InputType({ description: 'The user whose sessions to end. The user stays active and can sign in again.' })
export class RevokeAllSessionsInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether to keep the current session and its tokens, if it belongs to this user. Defaults to false.',
  })
  exceptCurrent?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: INCLUDE_DERIVED,
  })
  includeDerived?: boolean | null;
}

export const RevokeSessionPayload = payloadOf(
  'RevokeSession',
  { session: { type: () => Session, description: 'The session after the operation.' } },
  { receipt: true },
);
export const RevokeSessionsPayload = payloadOf(
  'RevokeSessions',
  { results: { type: () => [OperationResult], description: 'The result for each session.' } },
  { receipt: true },
);
export const RevokeAllSessionsPayload = payloadOf(
  'RevokeAllSessions',
  { user: { type: () => User, description: 'The user.' } },
  { receipt: true },
);

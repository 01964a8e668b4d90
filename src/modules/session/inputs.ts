/** Inputs and payloads of the mutations on sessions. */
import { Field, ID, InputType } from 'type-graphql';
import { INCLUDE_DERIVED, OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from '../user';
import { Session } from './entity';
import { SessionFilter } from './list';

@InputType({ description: 'The session to end. Revoking one’s current session is a sign-out.' })
export class RevokeSessionInput extends OperationInput {
  @Field(() => ID, { description: 'The session.' })
  sessionId: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the tokens and access grants that it issued end too. By default, the setting `sessionsRevokeTokens` decides. With `includeDerived` they always do.',
  })
  removeTokens?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description: INCLUDE_DERIVED,
  })
  includeDerived?: boolean | null;
}

@InputType({ description: 'The sessions to end, by their ids or by a filter.' })
export class RevokeSessionsInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'These, at most 10,000.' })
  sessionIds?: string[] | null;

  @Field(() => SessionFilter, { nullable: true, description: 'The live ones that this selects, at most 10,000.' })
  filter?: SessionFilter | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the tokens and access grants that they issued die too; unless told, as `sessionsRevokeTokens` of the settings says.',
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

  @Field(() => Boolean, {
    nullable: true,
    description: INCLUDE_DERIVED,
  })
  includeDerived?: boolean | null;
}

export const RevokeSessionPayload = payloadOf(
  'RevokeSession',
  { session: { type: () => Session, description: 'The session as it is now.' } },
  { receipt: true },
);
export const RevokeSessionsPayload = payloadOf(
  'RevokeSessions',
  { results: { type: () => [OperationResult], description: 'What came of each.' } },
  { receipt: true },
);
export const RevokeAllSessionsPayload = payloadOf(
  'RevokeAllSessions',
  { user: { type: () => User, description: 'The user.' } },
  { receipt: true },
);

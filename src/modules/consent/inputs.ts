/** Inputs and payloads of the consent mutations. */
import { Field, ID, InputType } from 'type-graphql';
import { Application } from '../application';
import { INCLUDE_DERIVED, OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from '../user';
import { Consent } from './entity';
import { ConsentFilter } from './list';

@InputType({ description: 'The consent to end, with everything issued under it.' })
export class RevokeConsentInput extends OperationInput {
  @Field(() => ID, { description: 'The consent.' })
  consentId: string;
}

@InputType({ description: 'The consents to end, by id or by filter, with everything issued under them.' })
export class RevokeConsentsInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'The ids of the consents, at most 10,000.' })
  consentIds?: string[] | null;

  @Field(() => ConsentFilter, { nullable: true, description: 'Selects active consents, at most 10,000.' })
  filter?: ConsentFilter | null;
}

@InputType({ description: 'The application whose access to a user to end, on every installation.' })
export class RevokeApplicationAccessInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: INCLUDE_DERIVED,
  })
  includeDerived?: boolean | null;
}

export const RevokeConsentPayload = payloadOf(
  'RevokeConsent',
  {
    consent: { type: () => Consent, description: 'The consent that ended.' },
    consentId: { type: () => ID, description: 'The id of the consent that ended.' },
  },
  { receipt: true },
);
export const RevokeConsentsPayload = payloadOf(
  'RevokeConsents',
  { results: { type: () => [OperationResult], description: 'The result for each consent.' } },
  { receipt: true },
);
export const RevokeApplicationAccessPayload = payloadOf(
  'RevokeApplicationAccess',
  {
    user: { type: () => User, description: 'The user.' },
    application: { type: () => Application, description: 'The application.' },
  },
  { receipt: true },
);

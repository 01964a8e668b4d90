/** Inputs and payloads of the mutations on consents. */
import { Field, ID, InputType } from 'type-graphql';
import { Application } from '../application/entity';
import { OperationInput, payloadOf, VersionedInput } from '../operation';
import { User } from '../user/entity';

@InputType({ description: 'The consent to end, with what rests on it.' })
export class RevokeConsentInput extends OperationInput {
  @Field(() => ID, { description: 'The consent.' })
  consentId: string;
}

@InputType({ description: 'The user and the application whose access to that user ends, on every installation.' })
export class RevokeApplicationAccessInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

export const RevokeConsentPayload = payloadOf(
  'RevokeConsent',
  { consentId: { type: () => ID, description: 'The id of the consent that ended.' } },
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

/** Input and payload of the mutation on application versions. */
import { Field, ID, InputType } from 'type-graphql';
import { ApplicationVersionStatus } from '../../schema/enums';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { ApplicationVersion } from './entity';

@InputType({ description: 'The new status of a version of a mobile application.' })
export class SetApplicationVersionStatusInput extends VersionedInput {
  @Field(() => ID, { description: 'The mobile application.' })
  applicationId: string;

  @Field({
    description:
      'The version, exactly as installations report it. A version that no installation has reported yet can be disabled in advance.',
  })
  appVersion: string;

  @Field(() => ApplicationVersionStatus, { description: 'The new status.' })
  status: ApplicationVersionStatus;
}

export const SetApplicationVersionStatusPayload = payloadOf(
  'SetApplicationVersionStatus',
  { applicationVersion: { type: () => ApplicationVersion, description: 'The version after the change.' } },
  { receipt: true },
);

/** Input and payload of the mutation on versions of applications. */
import { Field, ID, InputType } from 'type-graphql';
import { ApplicationVersionStatus } from '../../schema/enums';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { ApplicationVersion } from './entity';

@InputType({ description: 'What is open to a version of a mobile application from now on.' })
export class SetApplicationVersionStatusInput extends VersionedInput {
  @Field(() => ID, { description: 'The mobile application.' })
  applicationId: string;

  @Field({
    description: 'The version, exactly as installations give it; one that no installation has yet can be closed ahead.',
  })
  appVersion: string;

  @Field(() => ApplicationVersionStatus, { description: 'Its new status.' })
  status: ApplicationVersionStatus;
}

export const SetApplicationVersionStatusPayload = payloadOf(
  'SetApplicationVersionStatus',
  { applicationVersion: { type: () => ApplicationVersion, description: 'The version as it is now.' } },
  { receipt: true },
);

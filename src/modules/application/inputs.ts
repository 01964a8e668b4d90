/** Inputs and payloads of the mutations on applications. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { ApplicationKind } from '../../schema/enums';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { Role } from '../role';
import { Application } from './entity';
import { ApplicationSettingsInput, ResourceScopesInput } from './settings-input';

@InputType({ description: 'An application to register.' })
export class CreateApplicationInput extends ApplicationSettingsInput {
  @Field({ description: 'The name that users see, at most 100 characters.' })
  name: string;

  @Field(() => ApplicationKind, { description: 'The kind of client.' })
  kind: ApplicationKind;

  @Field(() => String, {
    nullable: true,
    description: 'An absolute URI that names a resource server (RFC 8707). Required for resource servers.',
  })
  identifier?: string | null;
}

@InputType({ description: 'Changes to an application. Fields that are left out stay unchanged.' })
export class UpdateApplicationInput extends ApplicationSettingsInput implements VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => Int, { nullable: true, description: 'Only if the object still has this `version`.' })
  ifVersion?: number | null;

  @Field(() => String, { nullable: true, description: 'The name that users see, at most 100 characters.' })
  name?: string | null;
}

@InputType({ description: 'The application to disable.' })
export class DisableApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

@InputType({ description: 'The application to enable again.' })
export class EnableApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

@InputType({ description: 'The application to delete.' })
export class DeleteApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether to delete the application even if devices use it, and the devices with it. Defaults to false.',
  })
  force?: boolean | null;
}

@InputType({ description: 'The application that gets a new client secret.' })
export class RotateClientSecretInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'The time in seconds that the newest of the present secrets keeps working: 0 to 2592000 (30 days). Defaults to one day.',
  })
  overlapSeconds?: number | null;
}

@InputType({
  description: 'The mobile application that gets a new registration token. The former token stops working at once.',
})
export class RotateRegistrationTokenInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

@InputType({ description: 'The scopes of resource servers that a role gives. They replace all present ones.' })
export class SetResourceScopesInput extends VersionedInput {
  @Field(() => ID, { description: 'The role.' })
  roleId: string;

  @Field(() => [ResourceScopesInput], { description: 'The scopes, by resource server.' })
  resourceScopes: ResourceScopesInput[];
}

const application = { application: { type: () => Application, description: 'The application after the change.' } };
const clientSecret = {
  clientSecret: {
    type: () => String,
    description:
      'The client secret, if the application has one. It is shown only once: a repeated call with the same idempotency key does not return it. Call `rotateClientSecret` with a new key for another.',
  },
};
const registrationToken = {
  registrationToken: {
    type: () => String,
    description:
      'The registration token of a mobile application. It is shown only once: a repeated call with the same idempotency key does not return it. Call `rotateRegistrationToken` with a new key for another.',
  },
};
const shownBefore = {
  shownBefore: {
    type: () => String,
    description:
      'For a repeated call with the same idempotency key: what was shown only in the first answer, and how to get a new one. Otherwise null.',
  },
};
export const CreateApplicationPayload = payloadOf('CreateApplication', {
  ...application,
  ...clientSecret,
  ...registrationToken,
  ...shownBefore,
});
export const UpdateApplicationPayload = payloadOf('UpdateApplication', application);
export const DisableApplicationPayload = payloadOf('DisableApplication', application, { receipt: true });
export const EnableApplicationPayload = payloadOf('EnableApplication', application);
export const DeleteApplicationPayload = payloadOf(
  'DeleteApplication',
  { deletedApplicationId: { type: () => ID, description: 'The id of the deleted application.' } },
  { receipt: true },
);
export const RotateClientSecretPayload = payloadOf('RotateClientSecret', {
  ...application,
  ...clientSecret,
  ...shownBefore,
});
export const RotateRegistrationTokenPayload = payloadOf('RotateRegistrationToken', {
  ...application,
  ...registrationToken,
  ...shownBefore,
});
export const SetResourceScopesPayload = payloadOf('SetResourceScopes', {
  role: { type: () => Role, description: 'The role after the change.' },
});

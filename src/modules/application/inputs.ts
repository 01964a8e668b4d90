/** Inputs and payloads of the mutations on applications. */
import { Field, ID, InputType, Int } from 'type-graphql';
import { ApplicationKind, ConsentMode, PushMode } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { Application } from './entity';

const FIRST_PARTY =
  'Whether whoever runs this service made it, so that it may ask for the scope `account`. Only callers with every permission can set it.';

@InputType({ description: 'What an application may ask for at one resource server.' })
export class ResourceScopesInput {
  @Field({ description: 'The `identifier` of the resource server (RFC 8707).' })
  resource: string;

  @Field(() => [String], { description: 'Scopes of that resource server.' })
  scopes: string[];
}

@InputType({ description: 'An application to register.' })
export class CreateApplicationInput extends OperationInput {
  @Field({ description: 'The name that people see, at most 100 characters.' })
  name: string;

  @Field(() => ApplicationKind, { description: 'What kind of client it is.' })
  kind: ApplicationKind;

  @Field(() => [String], {
    nullable: true,
    description:
      'Exact redirect URIs: https, or http on the loopback; a mobile app may also use a scheme of its own such as `com.example.app:/callback`.',
  })
  redirectUris?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Exact URIs that a sign-out may return to.' })
  postLogoutRedirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The scopes it may ask for; of a resource server, those that its tokens may have. Left out: the OpenID scopes and `self`.',
  })
  scopes?: string[] | null;

  @Field(() => [ResourceScopesInput], {
    nullable: true,
    description: 'What it may ask for at resource servers. Left out: nothing.',
  })
  resourceScopes?: ResourceScopesInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: FIRST_PARTY,
  })
  firstParty?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of a resource server, required: an absolute URI that names it (RFC 8707).',
  })
  identifier?: string | null;

  @Field(() => ConsentMode, { nullable: true, description: 'When it has to ask for consent; PERMANENT unless told.' })
  consentMode?: ConsentMode | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that a consent lasts where `consentMode` is EXPIRES; 30 days unless told.',
  })
  consentLifetime?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it may ask users to confirm sign-ins on their devices (OpenID CIBA). Only for a web application; false unless told.',
  })
  backchannelAuthentication?: boolean | null;

  @Field(() => PushMode, {
    nullable: true,
    description: 'Of a mobile app: on how many devices a user may get its push messages; MULTIPLE unless told.',
  })
  pushMode?: PushMode | null;
}

@InputType({ description: 'Changes to an application: only what is given changes.' })
export class UpdateApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => String, { nullable: true, description: 'The name that people see.' })
  name?: string | null;

  @Field(() => [String], { nullable: true, description: 'Replaces all redirect URIs.' })
  redirectUris?: string[] | null;

  @Field(() => [String], { nullable: true, description: 'Replaces all URIs that a sign-out may return to.' })
  postLogoutRedirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Replaces all scopes. What is left out can no longer be used by tokens that were issued with it.',
  })
  scopes?: string[] | null;

  @Field(() => [ResourceScopesInput], {
    nullable: true,
    description: 'Replaces what it may ask for at resource servers.',
  })
  resourceScopes?: ResourceScopesInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description: FIRST_PARTY,
  })
  firstParty?: boolean | null;

  @Field(() => ConsentMode, { nullable: true, description: 'When it has to ask for consent.' })
  consentMode?: ConsentMode | null;

  @Field(() => Int, { nullable: true, description: 'Seconds that a consent lasts where `consentMode` is EXPIRES.' })
  consentLifetime?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it may ask users to confirm sign-ins on their devices (OpenID CIBA). Only for a web application; false unless told.',
  })
  backchannelAuthentication?: boolean | null;

  @Field(() => PushMode, {
    nullable: true,
    description:
      'Of a mobile app: on how many devices a user may get its push messages. It decides about those that enroll from now on.',
  })
  pushMode?: PushMode | null;
}

@InputType({ description: 'The application to disable: its tokens die and new ones are refused.' })
export class DisableApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

@InputType({ description: 'The application to enable again; what died stays dead.' })
export class EnableApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

@InputType({ description: 'The application to delete for good.' })
export class DeleteApplicationInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Also while devices use it: they are deleted with it. False unless told.',
  })
  force?: boolean | null;
}

@InputType({ description: 'The application that gets a new client secret.' })
export class RotateClientSecretInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;

  @Field(() => Int, {
    nullable: true,
    description: 'Seconds that the secrets it has now keep working, 0 to 30 days; one day unless told.',
  })
  overlapSeconds?: number | null;
}

@InputType({
  description: 'The mobile application that gets a new registration token; the former one stops working at once.',
})
export class RotateRegistrationTokenInput extends VersionedInput {
  @Field(() => ID, { description: 'The application.' })
  applicationId: string;
}

const application = { application: { type: () => Application, description: 'The application as it is now.' } };
const clientSecret = {
  clientSecret: {
    type: () => String,
    description: 'The client secret, where there is one. Shown only now, and not again for a repeated idempotency key.',
  },
};
const registrationToken = {
  registrationToken: {
    type: () => String,
    description:
      'The registration token of a mobile application. Shown only now, and not again for a repeated idempotency key.',
  },
};
export const CreateApplicationPayload = payloadOf('CreateApplication', {
  ...application,
  ...clientSecret,
  ...registrationToken,
});
export const UpdateApplicationPayload = payloadOf('UpdateApplication', application);
export const DisableApplicationPayload = payloadOf('DisableApplication', application, { receipt: true });
export const EnableApplicationPayload = payloadOf('EnableApplication', application);
export const DeleteApplicationPayload = payloadOf(
  'DeleteApplication',
  { deletedApplicationId: { type: () => ID, description: 'The id that is gone.' } },
  { receipt: true },
);
export const RotateClientSecretPayload = payloadOf('RotateClientSecret', { ...application, ...clientSecret });
export const RotateRegistrationTokenPayload = payloadOf('RotateRegistrationToken', {
  ...application,
  ...registrationToken,
});

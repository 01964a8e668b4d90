/** Inputs and payloads of the mutations on applications. */
import { Field, ID, InputType, Int } from 'type-graphql';
import {
  ApplicationKind,
  ClaimSource,
  ConsentMode,
  IdTokenAlgorithm,
  PkceMode,
  PushMode,
  TokenFormat,
} from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { Role } from '../role';
import { Application } from './entity';

@InputType({ description: 'Scopes of one resource server.' })
export class ResourceScopesInput {
  @Field({ description: 'The `identifier` of the resource server (RFC 8707).' })
  resource: string;

  @Field(() => [String], { description: 'Scopes of that resource server.' })
  scopes: string[];
}

@InputType({ description: 'A claim about the user that an application gets, or gets in its ID tokens too.' })
export class ApplicationClaimInput {
  @Field({
    description:
      'The name of the claim. Names that the protocol uses, such as `sub`, are refused, and `name`, `preferred_username`, `email`, `email_verified`, `groups` and `roles` keep their source.',
  })
  name: string;

  @Field(() => ClaimSource, { description: 'Where the value comes from.' })
  source: ClaimSource;

  @Field(() => String, {
    nullable: true,
    description: 'The name of the attribute, a top-level key of `attributes`, if `source` is ATTRIBUTE.',
  })
  attribute?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The scope with which the application gets the claim. For an attribute one of `profile`, `email`, `groups` and `roles`, and `profile` by default; for the other sources their own scope.',
  })
  scope?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether ID tokens have the claim too. The userinfo endpoint always gives it. Defaults to false.',
  })
  idToken?: boolean | null;
}

/** What is set when an application is created and can be changed later. */
@InputType()
abstract class ApplicationSettingsInput extends OperationInput {
  @Field(() => [String], {
    nullable: true,
    description:
      'The redirect URIs, which must match exactly: https, or http on the loopback interface. A mobile app can also use a private-use scheme such as `com.example.app:/callback`. An update replaces all of them.',
  })
  redirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The URIs that a sign-out can redirect to, which must match exactly. An update replaces all of them.',
  })
  postLogoutRedirectUris?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description:
      'The scopes that the application can request, or for a resource server the scopes that its tokens can have. Defaults to the OpenID scopes and `self`. An update replaces all of them, and tokens issued before can no longer use the removed ones.',
  })
  scopes?: string[] | null;

  @Field(() => [ResourceScopesInput], {
    nullable: true,
    description:
      'The scopes that the application can request for resource servers. Defaults to none. An update replaces all of them.',
  })
  resourceScopes?: ResourceScopesInput[] | null;

  @Field(() => [ApplicationClaimInput], {
    nullable: true,
    description:
      'Claims about users beyond those of the scopes, and those that ID tokens have too. Users are asked to consent to attributes that they have not consented to yet. Defaults to none. An update replaces all of them.',
  })
  claims?: ApplicationClaimInput[] | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the operator of this service provides the application, so that it can request the scope `account`. Only callers with every permission can set it. Defaults to false.',
  })
  firstParty?: boolean | null;

  @Field(() => ConsentMode, {
    nullable: true,
    description: 'When the application has to ask for consent. Defaults to PERMANENT.',
  })
  consentMode?: ConsentMode | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The lifetime of a consent in seconds, if `consentMode` is EXPIRES. Defaults to 30 days.',
  })
  consentLifetime?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether the application can ask users to confirm sign-ins on their devices (OpenID CIBA). Only for web applications. Defaults to false.',
  })
  backchannelAuthentication?: boolean | null;

  @Field(() => PushMode, {
    nullable: true,
    description:
      'For a mobile app: whether a user can get push messages on one device or on several. Defaults to MULTIPLE. An update applies to devices that enroll from then on.',
  })
  pushMode?: PushMode | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where the application begins a sign-in of its own (OpenID Connect `initiate_login_uri`): https, or http on the loopback interface. Recovery, registration and invitation lead there at their end, with the parameter `iss`. Null removes it.',
  })
  initiateLoginUri?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The logo for the sign-in pages: an https URL of an image. Null removes it.',
  })
  logoUri?: string | null;

  @Field(() => String, { nullable: true, description: 'The https URL of the privacy policy. Null removes it.' })
  policyUri?: string | null;

  @Field(() => String, { nullable: true, description: 'The https URL of the terms of service. Null removes it.' })
  termsUri?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The color of buttons and links on the sign-in pages, such as `#0a7f5c`. Text on it is black or white, whichever is easier to read. Null removes it.',
  })
  color?: string | null;

  @Field(() => IdTokenAlgorithm, { nullable: true, description: 'How its ID tokens are signed. Defaults to RS256.' })
  idTokenAlgorithm?: IdTokenAlgorithm | null;

  @Field(() => PkceMode, {
    nullable: true,
    description:
      'Whether its authorization requests must use PKCE. Defaults to OR_NONCE for a web application; a browser or mobile app is always REQUIRED.',
  })
  pkce?: PkceMode | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The public keys of the application as a JSON Web Key Set (RFC 7517), at most 10. With keys it authenticates with `private_key_jwt` and has no client secret. An update replaces all keys and secrets; an empty set removes the keys, after which `rotateClientSecret` creates a secret.',
  })
  jwks?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether its authorization requests must be pushed first (RFC 9126). Defaults to false.',
  })
  requirePushedAuthorizationRequests?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether its access tokens must be bound to a key of the application by DPoP (RFC 9449). Defaults to false; an application can always send a proof and gets a bound token.',
  })
  dpopBoundAccessTokens?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it can sign users in with a code that they enter on another device (RFC 8628). For web and browser applications; these need no redirect URI then. Defaults to false.',
  })
  deviceAuthorization?: boolean | null;

  @Field(() => TokenFormat, {
    nullable: true,
    description:
      'For a resource server: what its access tokens are. Defaults to OPAQUE. A JWT cannot be recalled: receipts name the ones that live on as `residual`.',
  })
  accessTokenFormat?: TokenFormat | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'For a resource server: how long its access tokens live, in seconds: 30 to 86400, and at most 300 for a JWT. Defaults to the setting of the service, and to 300 for a JWT.',
  })
  accessTokenLifetime?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'For a resource server: whether a user only gets those of its scopes that a role of theirs gives (`setResourceScopes`). Applies at once, also to tokens that were issued before. Defaults to false.',
  })
  scopesNeedRoles?: boolean | null;
}

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
      'The client secret, if the application has one. It is shown only once: a repeated call with the same idempotency key does not return it.',
  },
};
const registrationToken = {
  registrationToken: {
    type: () => String,
    description:
      'The registration token of a mobile application. It is shown only once: a repeated call with the same idempotency key does not return it.',
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
  { deletedApplicationId: { type: () => ID, description: 'The id of the deleted application.' } },
  { receipt: true },
);
export const RotateClientSecretPayload = payloadOf('RotateClientSecret', { ...application, ...clientSecret });
export const RotateRegistrationTokenPayload = payloadOf('RotateRegistrationToken', {
  ...application,
  ...registrationToken,
});
export const SetResourceScopesPayload = payloadOf('SetResourceScopes', {
  role: { type: () => Role, description: 'The role after the change.' },
});

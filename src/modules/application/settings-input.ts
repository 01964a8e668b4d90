/** What is set when an application is created, and can be changed later. */
import { Field, InputType, Int } from 'type-graphql';
import { ClaimSource, ConsentMode, IdTokenAlgorithm, PkceMode, PushMode, TokenFormat } from '../../schema/enums';
import { OperationInput } from '../../core/mutation/input';

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

@InputType()
export abstract class ApplicationSettingsInput extends OperationInput {
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

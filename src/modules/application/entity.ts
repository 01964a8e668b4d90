/** Applications, and the hashes of their client secrets. All installations of a mobile app are one application. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import {
  ApplicationKind,
  ApplicationStatus,
  ClaimSource,
  ConsentMode,
  IdTokenAlgorithm,
  PkceMode,
  PushMode,
  TokenFormat,
} from '../../schema/enums';
import { Node } from '../../schema/node';

@ObjectType({
  simpleResolvers: true,
  description: 'A claim about the user that an application gets, or gets in its ID tokens too.',
})
export class ApplicationClaim {
  @Field({ description: 'The name of the claim.' })
  name: string;

  @Field(() => ClaimSource, { description: 'Where the value comes from.' })
  source: ClaimSource;

  @Field(() => String, { nullable: true, description: 'The name of the attribute, if `source` is ATTRIBUTE.' })
  attribute: string | null;

  @Field({ description: 'The scope with which the application gets the claim.' })
  scope: string;

  @Field({ description: 'Whether ID tokens have the claim too. The userinfo endpoint always gives it.' })
  idToken: boolean;
}

@Entity('applications')
@ObjectType('Application', {
  implements: Node,
  simpleResolvers: true,
  description: 'An OAuth client, or a mobile app with all its installations.',
})
export class Application extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'The name that users see.' })
  @Column('text')
  name: string;

  @Field({
    description: 'The OAuth `client_id`. Each installation of a mobile app uses a `client_id` of its own instead.',
  })
  @Column('text')
  clientId: string;

  @Field(() => ApplicationKind, { description: 'The kind of client.' })
  @Column('text')
  kind: ApplicationKind;

  @Field(() => ConsentMode, { description: 'When the application has to ask for consent.' })
  @Column('text')
  consentMode: ConsentMode;

  @Field(() => Int, {
    nullable: true,
    description: 'The lifetime of a consent in seconds, if `consentMode` is EXPIRES.',
  })
  @Column('integer', { nullable: true })
  consentLifetime: number | null;

  @Field(() => PushMode, {
    description: 'For a mobile app: whether a user can get push messages on one device or on several.',
  })
  @Column('text')
  pushMode: PushMode;

  @Field({
    description: 'Whether the application can ask users to confirm sign-ins on their devices (OpenID CIBA, poll mode).',
  })
  @Column('boolean')
  backchannelAuthentication: boolean;

  @Field(() => [String], { description: 'The redirect URIs, which must match exactly.' })
  @Column('text', { array: true })
  redirectUris: string[];

  @Field(() => [String], { description: 'The URIs that a sign-out can redirect to, which must match exactly.' })
  @Column('text', { array: true })
  postLogoutRedirectUris: string[];

  @Field(() => [String], {
    description:
      'The scopes that the application can request, or for a resource server the scopes that its tokens can have. An empty list means the OpenID scopes and `self`.',
  })
  @Column('text', { array: true })
  scopes: string[];

  @Field(() => String, {
    nullable: true,
    description: 'For a resource server: the resource indicator (RFC 8707) that its tokens are issued for.',
  })
  @Column('text', { nullable: true })
  identifier: string | null;

  /** The scopes that it can request for each resource server, by the identifier of the resource server. */
  @Column('jsonb')
  resourceScopes: Record<string, string[]>;

  @Field(() => [ApplicationClaim], {
    description: 'Claims about users beyond those of the scopes, and those that ID tokens have too.',
  })
  @Column('jsonb')
  claims: ApplicationClaim[];

  @Field({
    description:
      'Whether the operator of this service provides the application. Only first-party applications can request the scope `account`, which manages how users sign in.',
  })
  @Column('boolean')
  firstParty: boolean;

  @Field(() => IdTokenAlgorithm, { description: 'How its ID tokens are signed.' })
  @Column('text')
  idTokenAlgorithm: IdTokenAlgorithm;

  @Field(() => PkceMode, { description: 'Whether its authorization requests must use PKCE.' })
  @Column('text')
  pkce: PkceMode;

  @Field({ description: 'Whether its authorization requests must be pushed first (RFC 9126).' })
  @Column('boolean')
  requirePushedAuthorizationRequests: boolean;

  @Field({ description: 'Whether its access tokens must be bound to a key of the application by DPoP (RFC 9449).' })
  @Column('boolean')
  dpopBoundAccessTokens: boolean;

  @Field({
    description:
      'Whether it can sign users in with a code that they enter on another device (RFC 8628), for devices without a browser.',
  })
  @Column('boolean')
  deviceAuthorization: boolean;

  @Field(() => TokenFormat, { description: 'For a resource server: what its access tokens are.' })
  @Column('text')
  accessTokenFormat: TokenFormat;

  @Field(() => Int, {
    nullable: true,
    description:
      'For a resource server: how long its access tokens live, in seconds; null for the setting of the service.',
  })
  @Column('integer', { nullable: true })
  accessTokenLifetime: number | null;

  @Field({
    description:
      'For a resource server: whether a user only gets those of its scopes that a role of theirs gives. Machines are not affected.',
  })
  @Column('boolean')
  scopesNeedRoles: boolean;

  @Field({ description: 'Whether the application is built in. Built-in applications cannot be deleted.' })
  @Column('boolean')
  builtIn: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'Where the application begins a sign-in of its own (OpenID Connect `initiate_login_uri`).',
  })
  @Column('text', { nullable: true })
  initiateLoginUri: string | null;

  @Field(() => String, { nullable: true, description: 'The logo that the sign-in pages show.' })
  @Column('text', { nullable: true })
  logoUri: string | null;

  @Field(() => String, { nullable: true, description: 'The privacy policy that the sign-in pages link to.' })
  @Column('text', { nullable: true })
  policyUri: string | null;

  @Field(() => String, { nullable: true, description: 'The terms of service that the sign-in pages link to.' })
  @Column('text', { nullable: true })
  termsUri: string | null;

  @Field(() => String, { nullable: true, description: 'The color of buttons and links on the sign-in pages.' })
  @Column('text', { nullable: true })
  color: string | null;

  @Field(() => ApplicationStatus, { description: 'Whether the application can be used.' })
  status: ApplicationStatus;

  @Field(() => Date, { nullable: true, description: 'When it was disabled; null if it is enabled.' })
  @Column('timestamptz', { nullable: true })
  disabledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it was disabled.' })
  @Column('text', { nullable: true })
  disabledReason: string | null;

  @Field({ description: 'When it was registered.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it was last changed.' })
  @Column('timestamptz')
  updatedAt: Date;

  @Field(() => Int, { description: 'Increases by one with each change.' })
  @Column('integer')
  version: number;

  /** Everything that was issued under an earlier epoch has ended. */
  @Column('integer')
  epoch: number;

  @Column('bytea', { nullable: true, select: false })
  registrationTokenHash: Buffer | null;

  /** Changes with each new registration token. */
  @Column('uuid', { nullable: true, select: false })
  registrationTokenId: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'Scopes of one resource server (RFC 8707).',
})
export class ResourceScopes {
  @Field({ description: 'The `identifier` of the resource server.' })
  resource: string;

  @Field(() => [String], { description: 'Scopes of that resource server.' })
  scopes: string[];
}

@Entity('application_secrets')
export class ApplicationSecret {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  applicationId: string;

  /** SHA-256 of the secret, or the thumbprint of the key (RFC 7638). */
  @Column('bytea')
  hash: Buffer;

  /** If the application authenticates with `private_key_jwt`. */
  @Column('jsonb', { nullable: true })
  publicJwk: JsonWebKey | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;
}

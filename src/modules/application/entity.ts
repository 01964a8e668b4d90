/** Applications: what a person sees of an OAuth client, or of all installations of a mobile app; and their secrets' hashes. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ApplicationKind, ApplicationStatus, ConsentMode, PushMode } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('applications')
@ObjectType('Application', {
  implements: Node,
  simpleResolvers: true,
  description: 'What people sign in to: an OAuth client, or a mobile app with all its installations.',
})
export class Application extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'The name that people see.' })
  @Column('text')
  name: string;

  @Field({ description: 'The OAuth `client_id`; each installation of a mobile app has one of its own instead.' })
  @Column('text')
  clientId: string;

  @Field(() => ApplicationKind, { description: 'What kind of client it is.' })
  @Column('text')
  kind: ApplicationKind;

  @Field(() => ConsentMode, { description: 'When it has to ask for consent.' })
  @Column('text')
  consentMode: ConsentMode;

  @Field(() => Int, { nullable: true, description: 'Seconds that a consent lasts where `consentMode` is EXPIRES.' })
  @Column('integer', { nullable: true })
  consentLifetime: number | null;

  @Field(() => PushMode, { description: 'Of a mobile app: on how many devices a user may get its push messages.' })
  @Column('text')
  pushMode: PushMode;

  @Field({
    description: 'Whether it may ask users to confirm sign-ins on their devices (OpenID CIBA, poll mode).',
  })
  @Column('boolean')
  backchannelAuthentication: boolean;

  @Field(() => [String], { description: 'Exact redirect URIs.' })
  @Column('text', { array: true })
  redirectUris: string[];

  @Field(() => [String], { description: 'Exact URIs that a sign-out may return to.' })
  @Column('text', { array: true })
  postLogoutRedirectUris: string[];

  @Field(() => [String], {
    description:
      'The scopes it may ask for; of a resource server, the scopes that its tokens may have. Empty: the OpenID scopes and `self`.',
  })
  @Column('text', { array: true })
  scopes: string[];

  @Field(() => String, {
    nullable: true,
    description: 'Of a resource server: the resource indicator (RFC 8707) that its tokens are issued for.',
  })
  @Column('text', { nullable: true })
  identifier: string | null;

  /** Scopes at resource servers, by their identifiers. */
  @Column('jsonb')
  resourceScopes: Record<string, string[]>;

  @Field({
    description:
      'Whether whoever runs this service made it: such an application may ask for the scope `account`, to manage how people sign in.',
  })
  @Column('boolean')
  firstParty: boolean;

  @Field({ description: 'Whether it comes with the service; such an application cannot be deleted.' })
  @Column('boolean')
  builtIn: boolean;

  @Field(() => ApplicationStatus, { description: 'Whether it may be used.' })
  status: ApplicationStatus;

  @Field(() => Date, { nullable: true, description: 'Since when it is disabled.' })
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

  @Field(() => Int, { description: 'Grows by one with each change.' })
  @Column('integer')
  version: number;

  /** Whatever was issued under an earlier epoch is dead. */
  @Column('integer')
  epoch: number;

  @Column('bytea', { nullable: true, select: false })
  registrationTokenHash: Buffer | null;

  /** A new registration token has a new one. */
  @Column('uuid', { nullable: true, select: false })
  registrationTokenId: string | null;
}

@ObjectType({
  simpleResolvers: true,
  description: 'What an application may ask for at one resource server (RFC 8707).',
})
export class ResourceScopes {
  @Field({ description: 'The `identifier` of the resource server.' })
  resource: string;

  @Field(() => [String], { description: 'The scopes that it may ask for there.' })
  scopes: string[];
}

@Entity('application_secrets')
export class ApplicationSecret {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  applicationId: string;

  @Column('bytea')
  hash: Buffer;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;
}

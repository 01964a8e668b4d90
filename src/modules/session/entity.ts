/** Sessions: one sign-in of one user, in a browser or on a device. Only the hash of the cookie is stored. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EndReason, Platform, SessionStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('sessions')
@ObjectType('Session', {
  implements: Node,
  simpleResolvers: true,
  description: 'One sign-in of one user. It may have issued tokens.',
})
export class Session extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid', { nullable: true })
  deviceId: string | null;

  @Column('uuid', { nullable: true })
  deviceLinkId: string | null;

  @Column('integer')
  userEpoch: number;

  @Field(() => Platform, { description: 'The platform of the browser or device.' })
  @Column('text')
  platform: Platform;

  @Field(() => String, { nullable: true, description: 'The operating system.' })
  @Column('text', { nullable: true })
  os: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the operating system.' })
  @Column('text', { nullable: true })
  osVersion: string | null;

  @Field(() => String, { nullable: true, description: 'The browser and its version.' })
  @Column('text', { nullable: true })
  browser: string | null;

  @Field(() => String, { nullable: true, description: 'The User-Agent header, truncated to 512 characters.' })
  @Column('text', { nullable: true })
  userAgent: string | null;

  @Field(() => String, { nullable: true, description: 'The IP address of the most recent sign-in.' })
  @Column('text', { nullable: true })
  ip: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The city and country of the IP address, if a GeoIP database is configured.',
  })
  @Column('text', { nullable: true })
  location: string | null;

  @Field(() => [String], { description: 'How the user signed in: `amr` values of RFC 8176, such as `pwd`.' })
  @Column('text', { array: true })
  authenticationMethods: string[];

  @Column('uuid', { nullable: true })
  impersonatorId: string | null;

  /** The impersonator's epoch when the session began: ending everything of theirs ends this session too. */
  @Column('integer', { nullable: true, select: false })
  impersonatorEpoch: number | null;

  /** The hash of the link with which the impersonator claims the session; null once claimed. */
  @Column('bytea', { nullable: true, select: false })
  claimHash: Buffer | null;

  @Column('timestamptz', { nullable: true, select: false })
  claimUntil: Date | null;

  @Field({ description: 'When the session began.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When the user last authenticated.' })
  @Column('timestamptz')
  authenticatedAt: Date;

  @Field({ description: 'When it was last used, accurate to a few seconds.' })
  @Column('timestamptz')
  lastSeenAt: Date;

  @Field({
    description: 'When it expires. Each use extends it, up to the absolute lifetime.',
  })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => SessionStatus, {
    description: 'Whether it can be used now, according to the same check that every use performs.',
  })
  status: SessionStatus;

  @Field(() => Date, { nullable: true, description: 'When it ended, if it ended before it expired.' })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of the operation that ended it. */
  revocationId: string | null;
}

@ObjectType('PlatformSessions', { simpleResolvers: true, description: 'The live sessions of a user on one platform.' })
export class PlatformSessions {
  @Field(() => Platform, { description: 'The platform.' })
  platform: Platform;

  @Field(() => Int, { description: 'The number of live sessions on it.' })
  count: number;

  @Field(() => [Session], { description: 'The most recent ones, at most 100.' })
  sessions: Session[];
}

/** Sessions: one sign-in of one user, in a browser or on a device. The cookie is kept as a hash only. */
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

  @Field(() => Platform, { description: 'What it runs on.' })
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

  @Field(() => String, { nullable: true, description: 'The User-Agent header, cut at 512 characters.' })
  @Column('text', { nullable: true })
  userAgent: string | null;

  @Field(() => String, { nullable: true, description: 'The address it was used from last at a sign-in.' })
  @Column('text', { nullable: true })
  ip: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'City and country of the address, where a GeoIP database is configured.',
  })
  @Column('text', { nullable: true })
  location: string | null;

  @Field(() => [String], { description: 'How the user signed in: `amr` values of RFC 8176, such as `pwd`.' })
  @Column('text', { array: true })
  authenticationMethods: string[];

  @Column('uuid', { nullable: true })
  impersonatorId: string | null;

  /** The impersonator's own: what ends everything of theirs ends this too. */
  @Column('integer', { nullable: true, select: false })
  impersonatorEpoch: number | null;

  /** Of the link with which the impersonator's browser takes the session, until it has. */
  @Column('bytea', { nullable: true, select: false })
  claimHash: Buffer | null;

  @Column('timestamptz', { nullable: true, select: false })
  claimUntil: Date | null;

  @Field({ description: 'When it began.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When the user last proved who they are.' })
  @Column('timestamptz')
  authenticatedAt: Date;

  @Field({ description: 'When it was last used, to within a few seconds.' })
  @Column('timestamptz')
  lastSeenAt: Date;

  @Field({
    description: 'When it ends by itself, unless it is used before: that moves it on, within the absolute lifetime.',
  })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => SessionStatus, { description: 'Whether it may be used now: the same predicate that every use asks.' })
  status: SessionStatus;

  @Field(() => Date, { nullable: true, description: 'When it ended, if it did before its time.' })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why it ended.' })
  endReason: EndReason | null;

  /** The receipt of what ended it. */
  revocationId: string | null;
}

@ObjectType('PlatformSessions', { simpleResolvers: true, description: "A user's live sessions on one platform." })
export class PlatformSessions {
  @Field(() => Platform, { description: 'The platform.' })
  platform: Platform;

  @Field(() => Int, { description: 'How many live sessions there are on it.' })
  count: number;

  @Field(() => [Session], { description: 'The newest of them, at most 100.' })
  sessions: Session[];
}

/** Devices, which are installations of a mobile app with their own client credentials, and the links between users and devices. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EndReason, Platform } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('devices')
@ObjectType('Device', {
  implements: Node,
  simpleResolvers: true,
  description: 'One installation of a mobile application. Several users may use it.',
})
export class Device extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  applicationId: string;

  @Column('text')
  clientId: string;

  @Column('bytea', { select: false })
  secretHash: Buffer;

  @Column('jsonb', { select: false })
  metadata: Record<string, unknown>;

  @Field({ description: 'The name of the device, as the installation registered it.' })
  @Column('text')
  name: string;

  @Field(() => Platform, { description: 'The platform that it runs on.' })
  @Column('text')
  platform: Platform;

  @Field(() => String, { nullable: true, description: 'The model, as the installation registered it.' })
  @Column('text', { nullable: true })
  model: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the operating system.' })
  @Column('text', { nullable: true })
  osVersion: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the application.' })
  @Column('text', { nullable: true })
  appVersion: string | null;

  @Field({ description: 'When the installation registered.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was last used, to within a few seconds.' })
  @Column('timestamptz', { nullable: true })
  lastSeenAt: Date | null;

  @Field(() => Int, { description: 'Incremented by each change.' })
  @Column('integer')
  version: number;
}

@ObjectType('Enrollment', {
  simpleResolvers: true,
  description: 'Whether a feature is enabled for a user on a device, and since when.',
})
export class Enrollment {
  @Field({ description: 'Whether it is enabled.' })
  enabled: boolean;

  @Field(() => Date, { nullable: true, description: 'When it was enabled.' })
  enrolledAt: Date | string | null;
}

@Entity('device_links')
@ObjectType('DeviceLink', {
  implements: Node,
  simpleResolvers: true,
  description: 'The link between a user and a device that the user has signed in on.',
})
export class DeviceLink extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  deviceId: string;

  @Field({ description: 'When the user first signed in on it.' })
  @Column('timestamptz')
  connectedAt: Date;

  @Field({ description: 'When the user was last seen on it, to within a few seconds.' })
  @Column('timestamptz')
  lastSeenAt: Date;

  @Column('timestamptz', { nullable: true })
  mobileEnrolledAt: Date | null;

  @Column('timestamptz', { nullable: true })
  pushEnrolledAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When the user was disconnected.' })
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;

  @Field(() => EndReason, { nullable: true, description: 'Why the user was disconnected.' })
  @Column('text', { nullable: true })
  endReason: EndReason | null;

  @Column('uuid', { nullable: true })
  revocationId: string | null;
}

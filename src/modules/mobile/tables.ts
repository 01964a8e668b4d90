/** Tables of this module that have no GraphQL type. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A sign-in that an application asked a user to confirm on a device. */
@Entity('authentication_requests')
export class AuthenticationRequest {
  @PrimaryColumn('uuid')
  id: string;

  @Column('bytea')
  hash: Buffer;

  @Column('uuid')
  userId: string;

  @Column('integer')
  userEpoch: number;

  @Column('uuid')
  applicationId: string;

  @Column('integer')
  applicationEpoch: number;

  @Column('text')
  clientId: string;

  @Column('text', { array: true })
  scopes: string[];

  @Column('text', { nullable: true })
  bindingMessage: string | null;

  @Column('text')
  challenge: string;

  @Column('jsonb')
  payload: unknown;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('timestamptz', { nullable: true })
  askedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  @Column('text', { nullable: true })
  decision: string | null;

  @Column('uuid', { nullable: true })
  deviceLinkId: string | null;

  @Column('uuid', { nullable: true })
  authenticatorId: string | null;

  @Column('uuid', { nullable: true })
  familyId: string | null;

  @Column('timestamptz', { nullable: true })
  consumedAt: Date | null;

  @Column('timestamptz')
  keptUntil: Date;
}

/** A challenge that a device has to sign, stored as its SHA-256. */
@Entity('device_challenges')
export class DeviceChallenge {
  @PrimaryColumn('bytea')
  hash: Buffer;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  deviceLinkId: string;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;
}

/** The push address of a user on a device. It has no GraphQL type, because nobody may read the address. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PushProvider } from '../../schema/enums';

@Entity('push_enrollments')
export class PushEnrollment {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('uuid')
  deviceId: string;

  @Column('uuid')
  deviceLinkId: string;

  @Column('text')
  provider: PushProvider;

  @Column('text')
  address: string;

  @Column('bytea')
  addressHash: Buffer;

  @Column('timestamptz')
  enrolledAt: Date;
}

/** Where a user's device gets push messages. In no GraphQL type: the address is nobody's to see. */
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

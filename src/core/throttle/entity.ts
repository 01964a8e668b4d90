/** A counter of attempts. Key and subject are SHA-256 hashes. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('throttles')
export class Throttle {
  @PrimaryColumn('bytea')
  key: Buffer;

  @Column('integer')
  count: number;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('bytea', { nullable: true })
  subject: Buffer | null;

  @Column('integer')
  pending: number;

  @Column('timestamptz', { nullable: true })
  pendingUntil: Date | null;
}

/** The end of everything that was issued under one epoch of a user, an application or a device. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('epoch_ends')
export class EpochEnd {
  @PrimaryColumn('uuid')
  subjectId: string;

  @PrimaryColumn('integer')
  epoch: number;

  @Column('timestamptz')
  endedAt: Date;

  @Column('text')
  endReason: string;

  @Column('uuid', { nullable: true })
  revocationId: string | null;
}

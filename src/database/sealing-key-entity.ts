/** The id of a sealing key, and a proof that a process has the key. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('sealing_keys')
export class SealingKey {
  @PrimaryColumn('text')
  id: string;

  @Column('bytea')
  proof: Buffer;

  @Column('timestamptz')
  createdAt: Date;
}

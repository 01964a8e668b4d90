/** Tables of this module that the schema does not show. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The lease of a worker that runs. */
@Entity('worker_leases')
export class WorkerLease {
  @PrimaryColumn('text')
  worker: string;

  @Column('timestamptz')
  renewedAt: Date;
}

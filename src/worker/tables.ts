/** The tables of the worker. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The lease of a running worker. */
@Entity('worker_leases')
export class WorkerLease {
  @PrimaryColumn('text')
  worker: string;

  @Column('timestamptz')
  renewedAt: Date;
}

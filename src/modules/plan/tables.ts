/** Tables that are not part of the GraphQL schema. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OperationInput } from '../../core/mutation/input';
import type { RevocationCounts } from '../../core/revocation/entity';

/** A stored plan, with the SHA-256 of its token and the digest of its effect. */
@Entity('revocation_plans')
export class StoredPlan {
  @PrimaryColumn('uuid')
  id: string;

  @Column('bytea')
  tokenHash: Buffer;

  @Column('text')
  caller: string;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('text')
  action: string;

  @Column('jsonb')
  input: OperationInput;

  @Column('jsonb')
  counts: RevocationCounts;

  @Column('text')
  digest: string;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;
}

/** A link that was mailed or shown. Only the SHA-256 of its secret is stored. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('links')
export class LinkRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('text')
  purpose: string;

  @Column('text', { nullable: true })
  emailKey: string | null;

  @Column('bytea', { nullable: true })
  hash: Buffer | null;

  @Column('timestamptz', { nullable: true })
  validUntil: Date | null;

  @Column('timestamptz', { nullable: true })
  usedAt: Date | null;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  expiresAt: Date;

  @Column('integer', { nullable: true })
  userEpoch: number | null;

  @Column('uuid', { nullable: true })
  createdByUserId: string | null;

  @Column('uuid', { nullable: true })
  createdByImpersonatorId: string | null;

  @Column('uuid', { nullable: true })
  createdByApplicationId: string | null;

  @Column('text', { array: true, nullable: true })
  createdScopes: string[] | null;

  @Column('boolean')
  proved: boolean;

  /** The application that the page of the link leads to at its end. */
  @Column('uuid', { nullable: true })
  applicationId: string | null;
}

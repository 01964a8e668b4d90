/** Tables of this module without a GraphQL type. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A browser in which a user has signed in. Only the SHA-256 hash of its value is stored. */
@Entity('known_browsers')
export class KnownBrowserRow {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  userId: string;

  @Column('bytea')
  hash: Buffer;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  lastUsedAt: Date;

  @Column('timestamptz')
  expiresAt: Date;
}

/** Tables of this module that the schema does not show. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A browser in which a user has signed in; only the SHA-256 of what it holds is kept. */
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

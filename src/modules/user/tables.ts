/** Tables of this module without a GraphQL type. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A username or email address, unique across both. */
@Entity('login_names')
export class LoginName {
  @PrimaryColumn('text')
  nameKey: string;

  @Column('uuid')
  userId: string;
}

/** The SHA-256 of a subject that a deleted user kept and that applications may have seen, or of the id of a deleted client. */
@Entity('retired_subjects')
export class RetiredSubject {
  @PrimaryColumn('bytea')
  hash: Buffer;

  @Column('timestamptz')
  retiredAt: Date;
}

/** An id that a user had in another system. It belongs to one user. */
@Entity('previous_ids')
export class PreviousId {
  @PrimaryColumn('text')
  previousId: string;

  @Column('uuid')
  userId: string;

  @Column('timestamptz')
  addedAt: Date;
}

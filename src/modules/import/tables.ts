/** Tables of this module that have no GraphQL type. */
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RequiredAction } from '../../schema/enums';

/** A staged line of an import. */
@Entity('import_lines')
export class ImportLine {
  @PrimaryColumn('uuid')
  importId: string;

  @PrimaryColumn('integer')
  line: number;

  /** A line that changes a user can name them by a previous id alone. */
  @Column('text', { nullable: true })
  username: string | null;

  @Column('text', { nullable: true })
  usernameKey: string | null;

  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  emailKey: string | null;

  @Column('boolean')
  emailVerified: boolean;

  @Column('text', { nullable: true })
  name: string | null;

  @Column('text')
  path: string;

  @Column('jsonb')
  attributes: unknown;

  @Column('text')
  type: string;

  @Column('boolean')
  disabled: boolean;

  @Column('text', { nullable: true })
  hash: string | null;

  @Column('text', { array: true })
  previousIds: string[];

  @Column('timestamptz', { nullable: true })
  createdAt: Date | null;

  @Column('text', { array: true })
  requiredActions: RequiredAction[];

  @Column('text', { nullable: true })
  subject: string | null;

  /** The user whom the line changes; null if it creates one. */
  @Column('uuid', { nullable: true })
  userId: string | null;

  /** The fields that the line names. Others do not change. */
  @Column('text', { array: true })
  fields: string[];

  @Column('timestamptz')
  expiresAt: Date;
}

/** The reason why a line of an import was rejected. */
@Entity('import_faults')
export class ImportLineFault {
  @PrimaryColumn('uuid')
  importId: string;

  @PrimaryColumn('integer')
  line: number;

  @Column('text', { nullable: true })
  field: string | null;

  @Column('text')
  code: string;

  @Column('text')
  message: string;
}

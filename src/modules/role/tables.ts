/** Tables of this module that the schema does not show. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role that was given to a user or a group, everywhere or on an object. */
@Entity('role_assignments')
export class StoredRoleAssignment {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid')
  roleId: string;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('uuid', { nullable: true })
  groupId: string | null;

  @Column('uuid', { nullable: true })
  onUserId: string | null;

  @Column('uuid', { nullable: true })
  onGroupId: string | null;

  @Column('text', { nullable: true })
  onPath: string | null;

  @Column('timestamptz')
  assignedAt: Date;
}

/** Entities of tables that are not part of the GraphQL schema. */
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A role of a group, or of a user on an object. */
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

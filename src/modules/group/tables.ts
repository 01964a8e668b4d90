/** Entities of tables that are not part of the GraphQL schema. */
import { Entity, PrimaryColumn } from 'typeorm';

/** One row for each pair of a group and a group above it. Each group also counts as above itself. */
@Entity('group_closure')
export class GroupClosure {
  @PrimaryColumn('uuid')
  descendantId: string;

  @PrimaryColumn('uuid')
  ancestorId: string;
}

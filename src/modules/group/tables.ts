/** Tables of this module that the schema does not show. */
import { Entity, PrimaryColumn } from 'typeorm';

/** One row for each group and each group above it, itself included. */
@Entity('group_closure')
export class GroupClosure {
  @PrimaryColumn('uuid')
  descendantId: string;

  @PrimaryColumn('uuid')
  ancestorId: string;
}

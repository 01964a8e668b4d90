/**
 * One section of `exportUserData`: the data of one table, and the permission that others need to see it. The columns never include a secret or
 * its hash.
 */
import type { IdType } from '../../platform/type-id';
import type { Permission } from '../../schema/permissions';

export interface PersonalData {
  /** The name of the section in the document. */
  name: string;
  /** The table it reads. */
  table: string;
  needs: Permission;
  /** The type of each row's `id`. */
  type?: IdType;
  /** Columns of the table and of joined tables; the table's alias is `x`. */
  select: string;
  from: string;
  /** Defaults to newest id first. */
  order?: string;
  where?: string;
}

/** The name of a row's application, and the join it needs. */
export const APPLICATION_NAME = 'a.name as "application"';
export const JOIN_APPLICATION = 'left join applications a on a.id = x.application_id';

/**
 * What `exportUserData` tells of one table, and by which permission somebody else may see it. No secret and no hash of one is among the
 * columns.
 */
import type { IdType } from '../../platform/type-id';
import type { Permission } from '../../schema/permissions';

export interface PersonalData {
  /** The name of the section in the document. */
  name: string;
  /** The table that it tells of. */
  table: string;
  needs: Permission;
  /** Of the `id` of each row. */
  type?: IdType;
  /** Columns of the table and of joins; the table is `x`. */
  select: string;
  from: string;
  /** The newest first; defaults to the id. */
  order?: string;
  where?: string;
}

/** The name of the application that a row is about, and the join that finds it. */
export const APPLICATION_NAME = 'a.name as "application"';
export const JOIN_APPLICATION = 'left join applications a on a.id = x.application_id';

/** The lock on the group tree. */
import type { Database } from '../../database/database';
import { recheckCaller } from './guard';

/** Acquired after the row of the role ADMIN and the users' rows. Changing the tree takes it exclusively; relying on the tree takes it shared. */
export const lockTree = async (database: Database, mode: '' | '_shared'): Promise<void> => {
  await recheckCaller(database);
  await database.query(`select pg_advisory_xact_lock${mode}(hashtext('castellan.groups'))`);
};

/** The lock of the tree of groups. */
import type { Database } from '../../database/database';
import { confirmCaller } from './guard';

/** After the row of the role ADMIN and the users: whoever changes the tree does it alone; whoever relies on it shares. */
export const lockTree = async (database: Database, mode: '' | '_shared'): Promise<void> => {
  await confirmCaller(database);
  await database.query(`select pg_advisory_xact_lock${mode}(hashtext('castellan.groups'))`);
};

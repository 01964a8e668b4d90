/** Removes the names of deleted people from the reasons of receipts about them. */
import type { Database } from '../../database/database';
import { NAMED, namedValues, type NamedUser, REDACTED } from '../event/redact';

export const redactReceipts = async (database: Database, users: NamedUser[]): Promise<void> => {
  await database.execute(
    `update revocations r set reason = regexp_replace(r.reason, d.pattern, '${REDACTED}', 'gi')
     from ${NAMED} where (r.user_id = d.id or r.target_id = d.id) and r.reason ~* d.pattern`,
    namedValues(users),
  );
};

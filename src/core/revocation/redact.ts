/** Removes the names of deleted people from the reasons of receipts about them. */
import type { Database } from '../../database/database';
import { NAME_PATTERNS, namePatternValues, type NamedUser, REDACTED } from '../event/redact';

export const redactReceipts = async (database: Database, users: NamedUser[]): Promise<void> => {
  await database.post(
    `update revocations r set reason = regexp_replace(r.reason, d.pattern, '${REDACTED}', 'gi')
     from ${NAME_PATTERNS} where (r.user_id = d.id or r.target_id = d.id) and r.reason ~* d.pattern`,
    namePatternValues(users),
  );
};

/**
 * Records changes that are neither a credential nor a right, such as a new address, redirect URI or setting. They cannot be undone safely, so
 * an administrator who ends a stolen token is told to review them.
 */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { Effect } from '../../schema/effects';
import type { Caller } from '../event/record';
import { MAX_DERIVED, type Node, joinChanges } from './closure';
import { isRecorded, recordDerived } from './record';

/** Mutations that create nothing but may let someone keep access that they were about to lose. */
const ADDITIONAL_CHANGES = ['cancelOffboarding'];
/** Mutations whose results are recorded one by one. */
const RECORDED_PER_LINE = ['importUsers'];

/** `affectedUsers` has the user of each event of the mutation. A mutation without events changed nothing. */
export const recordChange = async (
  database: Database,
  caller: Caller,
  { action, creates, affectedUsers }: { action: string; creates: Effect; affectedUsers: readonly (string | null)[] },
): Promise<void> => {
  const isChange = (creates !== 'NONE' && !RECORDED_PER_LINE.includes(action)) || ADDITIONAL_CHANGES.includes(action);
  if (!isChange || affectedUsers.length === 0 || isRecorded(database)) return;
  const users = [...new Set(affectedUsers)];
  const userId = users.length === 1 ? users[0]! : null;
  await recordDerived(database, caller, [{ kind: 'CHANGE', id: newId(), userId, mutation: action }]);
};

/** The ids of the changes that were made with any of these nodes. */
export const listChangesMadeWith = async (database: Database, nodes: readonly Node[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select distinct c.id from unnest($1::text[], $2::uuid[]) as r (kind, id) ${joinChanges} limit ${MAX_DERIVED}`,
    [nodes.map(({ kind }) => kind), nodes.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
};

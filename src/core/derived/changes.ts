/**
 * Records what a mutation changed that is no credential or right of its own, such as an address, a redirect URI or a setting: nothing can undo it
 * safely, so whoever ends the token of a thief is told to look at it.
 */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import type { Effect } from '../../schema/effects';
import type { Caller } from '../event/record';
import { MOST, type Node, changesAmong } from './closure';
import { isRecorded, recordDerived } from './record';

/** They create nothing, and yet somebody may keep what they were about to lose. */
const ALSO = ['cancelOffboarding'];
/** What an import creates is recorded line by line. */
const EXCEPT = ['importUsers'];

/** `concerned`: the users whom the events of the mutation are about, null for none; without an event it changed nothing. */
export const recordChange = async (
  database: Database,
  caller: Caller,
  { action, creates, concerned }: { action: string; creates: Effect; concerned: readonly (string | null)[] },
): Promise<void> => {
  const isChange = (creates !== 'NONE' && !EXCEPT.includes(action)) || ALSO.includes(action);
  if (!isChange || concerned.length === 0 || isRecorded(database)) return;
  const users = [...new Set(concerned)];
  const userId = users.length === 1 ? users[0]! : null;
  await recordDerived(database, caller, [{ kind: 'CHANGE', id: newId(), userId, mutation: action }]);
};

/** The ids of the changes that were made with any of these. */
export const changesWith = async (database: Database, nodes: readonly Node[]): Promise<string[]> => {
  const rows = await database.query<{ id: string }>(
    `select distinct c.id from unnest($1::text[], $2::uuid[]) as r (kind, id) ${changesAmong} limit ${MOST}`,
    [nodes.map(({ kind }) => kind), nodes.map(({ id }) => id)],
  );
  return rows.map(({ id }) => id);
};

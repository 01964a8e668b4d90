/** What a user's first second factor ends: the sessions that began with one factor, except the one that added it. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { endSessions, sessionLife } from '../session';
import { readSetting } from '../../core/setting/settings';

const SELECT = `
  select x.id, x.user_id as "userId" from sessions x ${sessionLife.joins}
  where x.user_id = $1 and x.id is distinct from $2 and x.impersonator_id is null and not ('mfa' = any(x.authentication_methods)) and ${sessionLife.live}`;

/** The caller has locked the user's row. */
export const endOneFactorSessions = async (database: Database, caller: Caller, userId: string): Promise<void> => {
  if (!(await readSetting(database, 'factors.endOneFactorSessions'))) return;
  const sessions = await database.query<{ id: string; userId: string }>(SELECT, [userId, caller.sessionId]);
  if (sessions.length === 0) return;
  await endSessions(database, caller, {
    action: 'second_factor_added',
    sessions,
    currentId: null,
    removeTokens: true,
    endReason: 'SECOND_FACTOR_ADDED',
  });
};

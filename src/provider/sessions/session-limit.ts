/** The limit of simultaneous sessions per user, not counting impersonations. Checked at the sign-in and when the session begins, with the user's row locked. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { endSessions, sessions } from '../../modules/session';
import { readSettings } from '../../core/setting/settings';

interface Surplus {
  /** The oldest sessions: as many as must end so that one more may begin. */
  surplus: { id: string; userId: string }[];
  behaviour: 'REFUSE' | 'END_OLDEST';
}

const findSurplus = async (database: Database, userId: string, without: string | null): Promise<Surplus> => {
  const set = await readSettings(database, ['sessions.limitPerUser', 'sessions.limitBehaviour']);
  const limit = set['sessions.limitPerUser'];
  const live = limit === 0 ? [] : await sessions(database).listLiveOfUser(userId, without);
  return { surplus: live.slice(0, Math.max(0, live.length - limit + 1)), behaviour: set['sessions.limitBehaviour'] };
};

/** Whether another session of the user is refused; `without` is a session that the sign-in ends. */
export const sessionLimitReached = async (
  database: Database,
  userId: string,
  without: string | null,
): Promise<boolean> => {
  const { surplus, behaviour } = await findSurplus(database, userId, without);
  return surplus.length > 0 && behaviour === 'REFUSE';
};

/** Ends the oldest sessions of the user so that another may begin. False if the settings refuse that. */
export const makeRoom = async (database: Database, caller: Caller, userId: string): Promise<boolean> => {
  const { surplus, behaviour } = await findSurplus(database, userId, null);
  if (surplus.length === 0) return true;
  if (behaviour === 'REFUSE') return false;
  await endSessions(database, caller, {
    action: 'sign_in',
    sessions: surplus,
    currentId: null,
    removeTokens: true,
    endReason: 'SESSION_LIMIT',
  });
  return true;
};

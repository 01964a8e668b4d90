/** Gives a user another password, which ends what was issued under the former one. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { dropLinks } from '../../core/link/link';
import { revoke, type Receipt } from '../../core/revocation/engine';
import { keepPassword, underEpochOf, users } from '../user';
import { endEpoch, spareSession } from '../../core/revocation/epochs';

export interface PasswordChange {
  /** What asked for it. */
  action: string;
  userId: string;
  hash: string;
  /** Long enough only with a second factor. */
  short: boolean;
  /** Who chose it; whom it belongs to has done with it what was required. */
  by: 'ADMINISTRATOR' | 'OWNER' | 'RECOVERY_LINK' | 'SIGN_IN';
  /** The session that goes on. */
  spared?: string | null;
  /** The credentials that it is set with, such as a link. */
  sourceIds?: readonly string[];
  reason?: string | null;
  dryRun?: boolean;
}

export const changePassword = async (database: Database, caller: Caller, renewal: PasswordChange): Promise<Receipt> => {
  const { action, userId, by, spared = null, reason = null, dryRun = false } = renewal;
  await keepPassword(database, caller, renewal);
  await dropLinks(database, userId, 'RECOVERY');
  if (by !== 'ADMINISTRATOR') await users(database).update({ id: userId }, { passwordChangeRequiredAt: null });
  return revoke(database, caller, {
    action,
    target: { type: 'User', id: userId },
    userId,
    reason,
    selections: underEpochOf([userId], spared),
    dryRun,
    events: [{ type: 'PASSWORD_CHANGED', userId, details: { by } }],
    end: async (revocationId) => {
      await endEpoch(database, 'users', [userId], 'PASSWORD_CHANGED', revocationId);
      if (spared) await spareSession(database, userId, spared);
    },
  });
};

/** Sets a new password and ends what was issued under the old one. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { deleteUnusedLinksOfUser } from '../../core/link/link';
import { revoke, type Receipt } from '../../core/revocation/engine';
import { setPassword, issuedInCurrentEpoch, users } from '../user';
import { endEpoch, keepSession } from '../../core/revocation/epochs';

export interface PasswordChange {
  /** The mutation or page. */
  action: string;
  userId: string;
  hash: string;
  /** Whether the password is only allowed together with a second factor. */
  short: boolean;
  /** Who chose it. A password that the owner chose fulfills a required change. */
  by: 'ADMINISTRATOR' | 'OWNER' | 'RECOVERY_LINK' | 'SIGN_IN';
  /** The session that stays. */
  spared?: string | null;
  /** The credentials that were used to set it, such as a recovery link. */
  sourceIds?: readonly string[];
  reason?: string | null;
  dryRun?: boolean;
}

export const changePassword = async (database: Database, caller: Caller, renewal: PasswordChange): Promise<Receipt> => {
  const { action, userId, by, spared = null, reason = null, dryRun = false } = renewal;
  await setPassword(database, caller, renewal);
  await deleteUnusedLinksOfUser(database, userId, 'RECOVERY');
  if (by !== 'ADMINISTRATOR') await users(database).update({ id: userId }, { passwordChangeRequiredAt: null });
  return revoke(database, caller, {
    action,
    target: { type: 'User', id: userId },
    userId,
    reason,
    selections: issuedInCurrentEpoch([userId], spared),
    dryRun,
    events: [{ type: 'PASSWORD_CHANGED', userId, details: { by } }],
    end: async (revocationId) => {
      await endEpoch(database, 'users', [userId], 'PASSWORD_CHANGED', revocationId);
      if (spared) await keepSession(database, userId, spared);
    },
  });
};

/** Deletes the secrets of second factors that end. Ends single-factor sessions when a user adds the first second factor. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import type { Dependent } from '../../core/revocation/dependents';
import { readSetting } from '../../core/setting/settings';
import { endSessions, sessions } from '../session';
import { passkeys } from './passkey-repository';
import { recoveryCodes } from './recovery-code-repository';
import { totpSecrets } from './totp-repository';

export const endsWithAuthenticator: Dependent = {
  end: async (database, ids) => {
    await totpSecrets(database).deleteOf(ids);
    await recoveryCodes(database).deleteOf(ids);
    await passkeys(database).deleteOf(ids);
  },
};

/** Ends the user's single-factor sessions, except the caller's. The caller has locked the user's row. */
export const endOneFactorSessions = async (database: Database, caller: Caller, userId: string): Promise<void> => {
  if (!(await readSetting(database, 'factors.endOneFactorSessions'))) return;
  const ended = await sessions(database).listOneFactor(userId, caller.sessionId);
  if (ended.length === 0) return;
  await endSessions(database, caller, {
    action: 'second_factor_added',
    sessions: ended,
    currentId: null,
    removeTokens: true,
    endReason: 'SECOND_FACTOR_ADDED',
  });
};

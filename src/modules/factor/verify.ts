/** Verifies a code at sign-in. A conditional UPDATE ensures that each code works once. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { AuthenticatorKind } from '../../schema/enums';
import { recoveryCodeHash } from './codes';
import { authenticators } from '../mobile';
import { secondFactorFailures } from './failure-repository';
import { recoveryCodes } from './recovery-code-repository';
import { timeStepOf } from './totp';
import { totpSecrets } from './totp-repository';

export type Verdict =
  | { accepted: true; authenticatorId: string; kind: AuthenticatorKind }
  | { accepted: false; cause: 'WRONG_CODE' | 'CODE_USED' }
  | { accepted: false; cause: 'TOO_MANY_CODES'; seconds: number };

const WRONG: Verdict = { accepted: false, cause: 'WRONG_CODE' };
const USED: Verdict = { accepted: false, cause: 'CODE_USED' };

const verifyTotp = async (
  database: Database,
  sealing: SealingKeys,
  userId: string,
  code: string,
  now: Date,
): Promise<Verdict> => {
  for (const secret of await totpSecrets(database).listConfirmed(userId)) {
    const step = timeStepOf(sealing, secret, code, now);
    if (step === null) continue;
    const { authenticatorId } = secret;
    return (await totpSecrets(database).useStep(authenticatorId, step))
      ? { accepted: true, authenticatorId, kind: 'TOTP' }
      : USED;
  }
  return WRONG;
};

const verifyRecoveryCode = async (database: Database, userId: string, hash: Buffer): Promise<Verdict> => {
  const authenticatorId = await recoveryCodes(database).useOnce(hash, userId);
  if (authenticatorId) return { accepted: true, authenticatorId, kind: 'RECOVERY_CODES' };
  return (await recoveryCodes(database).existsBy({ hash, userId })) ? USED : WRONG;
};

export const verifyCode = async (
  database: Database,
  sealing: SealingKeys,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<Verdict> => {
  const failures = secondFactorFailures(database);
  const seconds = await failures.findSecondsToWait(userId);
  if (seconds > 0) return { accepted: false, cause: 'TOO_MANY_CODES', seconds };
  const hash = recoveryCodeHash(code);
  const verdict = hash
    ? await verifyRecoveryCode(database, userId, hash)
    : await verifyTotp(database, sealing, userId, code, now);
  if (!verdict.accepted) await failures.add(userId);
  else {
    await failures.delete({ userId });
    await authenticators(database).stampUse(verdict.authenticatorId);
  }
  return verdict;
};

/** Checks a code at the sign-in. Each code is good once: using it is one conditional UPDATE. The caller has locked the user's row. */
import type { Database } from '../../database/database';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { AuthenticatorKind } from '../../schema/enums';
import { recoveryCodeHash } from './codes';
import { forgetFailures, noteFailure, secondsToWait } from './throttle';
import { stepOf, type TotpSecret, totpSecrets } from './totp';

export type Verdict =
  | { accepted: true; authenticatorId: string; kind: AuthenticatorKind }
  | { accepted: false; cause: 'WRONG_CODE' | 'CODE_USED' }
  | { accepted: false; cause: 'TOO_MANY_CODES'; seconds: number };

const WRONG: Verdict = { accepted: false, cause: 'WRONG_CODE' };
const USED: Verdict = { accepted: false, cause: 'CODE_USED' };

/** Codes of one time step or an earlier one are refused from then on. */
export const useStep = async (database: Database, { authenticatorId }: TotpSecret, step: number): Promise<boolean> =>
  (await database.execute(
    'update totp_secrets set last_step = $2 where authenticator_id = $1 and (last_step is null or last_step < $2)',
    [authenticatorId, step],
  )) === 1;

const verifyTotp = async (
  database: Database,
  sealing: SealingKeys,
  userId: string,
  code: string,
  now: Date,
): Promise<Verdict> => {
  for (const secret of await totpSecrets(database, userId)) {
    const step = stepOf(sealing, secret, code, now);
    if (step === null) continue;
    if (!(await useStep(database, secret, step))) return USED;
    return { accepted: true, authenticatorId: secret.authenticatorId, kind: 'TOTP' };
  }
  return WRONG;
};

const verifyRecoveryCode = async (database: Database, userId: string, hash: Buffer): Promise<Verdict> => {
  const [used] = await database.query<{ authenticatorId: string }>(
    `with used as (update recovery_codes set used_at = now() where hash = $1 and user_id = $2 and used_at is null returning authenticator_id)
     select authenticator_id as "authenticatorId" from used`,
    [hash, userId],
  );
  if (used) return { accepted: true, authenticatorId: used.authenticatorId, kind: 'RECOVERY_CODES' };
  const known = await database.one('select 1 from recovery_codes where hash = $1 and user_id = $2', [hash, userId]);
  return known ? USED : WRONG;
};

export const verifyCode = async (
  database: Database,
  sealing: SealingKeys,
  { userId, code, now }: { userId: string; code: string; now: Date },
): Promise<Verdict> => {
  const seconds = await secondsToWait(database, userId);
  if (seconds > 0) return { accepted: false, cause: 'TOO_MANY_CODES', seconds };
  const hash = recoveryCodeHash(code);
  const verdict = hash
    ? await verifyRecoveryCode(database, userId, hash)
    : await verifyTotp(database, sealing, userId, code, now);
  if (!verdict.accepted) await noteFailure(database, userId);
  else {
    await forgetFailures(database, userId);
    await database.execute('update authenticators set last_used_at = now() where id = $1', [verdict.authenticatorId]);
  }
  return verdict;
};

/** Second factors of the sign-in page: authenticator apps, passkeys and recovery codes. */
import { defineModule, plannable } from '../../core/module/module';
import { secondFactorFailures } from './failure-repository';
import { passkeyChallenges } from './passkey-challenge-repository';
import { passkeys } from './passkey-repository';
import { recoveryCodes } from './recovery-code-repository';
import { totpSecrets } from './totp-repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { FactorCapabilities } from './capabilities';
import { FactorResolver } from './resolver';
import { factorRules } from './rules';
import * as remove from './remove';
import * as inputs from './inputs';
import { endsWithAuthenticator } from './endings';
import { jobOf } from '../../core/job/task';
import { reseal, resealTask } from './reseal';
import { retention } from './retention';
import { withoutPersonalData } from './personal-data';
import { Passkey, PasskeyChallenge, RecoveryCode, SecondFactorFailure, TotpSecret } from './tables';
import * as vocabulary from './vocabulary';
export { addPasskey, findPendingPasskey } from './add-passkey';
export { verifyAssertion, canUsePasskeys, creationOptions, requestOptions, usePasskey } from './passkeys';
export { beginTotp, finishTotp, type PendingTotp } from './enroll-at-sign-in';
export { type Verdict, verifyCode } from './verify';
export { secondFactorFailures } from './failure-repository';
export { passkeyChallenges } from './passkey-challenge-repository';
export { passkeys } from './passkey-repository';
export { recoveryCodes } from './recovery-code-repository';
export { totpSecrets } from './totp-repository';

export const factorModule = defineModule({
  name: 'factor',
  ...vocabulary,
  entities: [TotpSecret, Passkey, PasskeyChallenge, RecoveryCode, SecondFactorFailure],
  resolvers: [FactorCapabilities, FactorResolver],
  rules: factorRules,
  plannable: {
    removeAuthenticator: plannable(inputs.RemoveAuthenticatorInput, remove.removeAuthenticator),
  },
  endsWith: {
    user: deletedWithUser(totpSecrets, recoveryCodes, passkeys, passkeyChallenges, secondFactorFailures),
    authenticator: endsWithAuthenticator,
  },
  jobs: [jobOf(resealTask, reseal, { at: '*/10 * * * *' })],
  retention,
  withoutPersonalData,
  withoutRetention: {
    recovery_codes: 'with the authenticator',
    passkeys: 'with the authenticator',
    second_factor_failures: 'until the next correct code',
  },
});

/** Setting, changing and recovering passwords, and limits on guessing them. */
import { defineModule } from '../../core/module/module';
import { deletedWithUser } from '../../core/revocation/dependents';
import { knownBrowsers } from './known-browser-repository';
import { PasswordCapabilities } from './capabilities';
import { PasswordResolver } from './resolver';
import { passwordRules } from './rules';
import { retention } from './retention';
import { personalData } from './personal-data';
import { writeRecovery } from './letters';
import { KnownBrowserRow } from './tables';
import { deleteUnusedLinks } from '../../core/link/link';
import * as vocabulary from './vocabulary';

export { checkSignIn } from './attempt-limits';
export { findKnownBrowser, rememberBrowser } from './known-browsers';
export { KNOWN_DAYS, knownBrowsers } from './known-browser-repository';
export { findRecovery, recover } from './recovery-link';
export { changePassword } from './change-password';
export { mayMailRecovery, maySetPassword } from './policy';
export { checkResetRequest, mailRecoveryLink, requestReset } from './recovery-request';

export const passwordModule = defineModule({
  name: 'password',
  ...vocabulary,
  entities: [KnownBrowserRow],
  resolvers: [PasswordCapabilities, PasswordResolver],
  rules: passwordRules,
  endsDerived: { RECOVERY_LINK: deleteUnusedLinks },
  retention,
  personalData,
  letters: { RECOVERY: writeRecovery },
  endsWith: { user: deletedWithUser(knownBrowsers) },
});

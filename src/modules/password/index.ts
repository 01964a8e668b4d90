/** Setting, changing and recovering passwords, and limits on guessing. */
import { defineModule } from '../../core/module/module';
import { PasswordCapabilities } from './capabilities';
import { PasswordResolver } from './resolver';
import { passwordRules } from './rules';
import { retention } from './retention';
import { personalData } from './personal-data';
import { writeRecovery } from './letters';
import { KnownBrowserRow } from './tables';
import { dropUnusedLinks } from '../../core/link/link';

export { checkSignIn } from './guessing';
export { findKnownBrowser, KNOWN_DAYS, rememberBrowser } from './known-browsers';
export { findRecovery, recover } from './recovery';
export { renewPassword } from './renew';
export { checkRequest, requestReset } from './request';

export const passwordModule = defineModule({
  name: 'password',
  entities: [KnownBrowserRow],
  resolvers: [PasswordCapabilities, PasswordResolver],
  rules: passwordRules,
  endsDerived: { RECOVERY_LINK: dropUnusedLinks },
  retention,
  personalData,
  letters: { RECOVERY: writeRecovery },
});

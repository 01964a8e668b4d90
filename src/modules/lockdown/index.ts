/** Locking down compromised accounts. */
import { defineModule, plannable } from '../../core/module/module';
import { LockdownCapabilities } from './capabilities';
import { LockdownResolver } from './resolver';
import { lockdownRules } from './rules';
import * as service from './service';
import * as inputs from './inputs';
import * as vocabulary from './vocabulary';

export { findLockable, lockDownByLink } from './lockdown-link';

export const lockdownModule = defineModule({
  name: 'lockdown',
  ...vocabulary,
  resolvers: [LockdownCapabilities, LockdownResolver],
  rules: lockdownRules,
  plannable: {
    lockdownUser: plannable(inputs.LockdownUserInput, service.lockdownUser),
  },
});

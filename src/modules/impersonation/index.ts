/** Impersonating users, and the authority of deferred work. */
import { defineModule, plannable } from '../../core/module/module';
import { UserImpersonationCapabilities, SessionImpersonationCapabilities } from './capabilities';
import { ImpersonationResolver } from './resolver';
import { impersonationRules } from './rules';
import * as service from './service';
import * as inputs from './inputs';
import * as vocabulary from './vocabulary';

export { describeImpersonation, findClaim, claimSession } from './impersonated-session';
export { currentCreator, lockWithCreator, mayStillImpersonate, userIdsOfCreator } from './creator';
export { endImpersonationOf } from './endings';
/** What the page of an impersonation link shows. */
export { type Impersonation } from '../session';

export const impersonationModule = defineModule({
  name: 'impersonation',
  ...vocabulary,
  resolvers: [UserImpersonationCapabilities, SessionImpersonationCapabilities, ImpersonationResolver],
  rules: impersonationRules,
  plannable: {
    endImpersonation: plannable(inputs.EndImpersonationInput, service.endImpersonation),
  },
});

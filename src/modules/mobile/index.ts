/** Mobile authentication: confirming sign-ins on a device (OpenID CIBA). */
import { defineModule, plannable } from '../../core/module/module';
import { authenticationRequests } from './request-repository';
import { deviceChallenges } from './challenge-repository';
import { authenticators } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { Authenticator } from './entity';
import { AuthenticatorCapabilities, LinkMobileCapabilities } from './capabilities';
import {
  AuthenticatorResolver,
  LinkAuthenticators,
  PendingAuthenticationResolver,
  UserAuthenticators,
} from './resolver';
import { mobileRules } from './rules';
import { visibleAuthenticator } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import { endsWithAuthenticator, endsWithDeviceLink, endsWithMobileAuthentication } from './endings';
import { retention } from './retention';
import { personalData, withoutPersonalData } from './personal-data';
import { AuthenticationRequest, DeviceChallenge } from './tables';
import * as vocabulary from './vocabulary';
export { exceededRequestLimit } from './request-limits';
export { Authenticator } from './entity';
export { authenticators } from './repository';
export { authenticationRequests, POLL_INTERVAL } from './request-repository';
export { deviceChallenges } from './challenge-repository';

export const mobileModule = defineModule({
  name: 'mobile',
  ...vocabulary,
  entities: [Authenticator, AuthenticationRequest, DeviceChallenge],
  resolvers: [
    LinkMobileCapabilities,
    AuthenticatorCapabilities,
    AuthenticatorResolver,
    PendingAuthenticationResolver,
    LinkAuthenticators,
    UserAuthenticators,
  ],
  rules: mobileRules,
  nodes: { Authenticator: (context, _id, uuid) => visibleAuthenticator(context, uuid) },
  plannable: {
    revokeMobileAuthentication: plannable(inputs.RevokeMobileAuthenticationInput, service.revokeMobileAuthentication),
    removeDeviceAuthenticator: plannable(inputs.RemoveDeviceAuthenticatorInput, service.removeDeviceAuthenticator),
  },
  endsWith: {
    user: deletedWithUser(authenticators, deviceChallenges, authenticationRequests),
    deviceLink: endsWithDeviceLink,
    mobileAuthentication: endsWithMobileAuthentication,
    authenticator: endsWithAuthenticator,
  },
  retention,
  personalData,
  withoutPersonalData,
});

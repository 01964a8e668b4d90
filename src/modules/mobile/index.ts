/** Confirming sign-ins on a device. */
import { defineModule, plannable } from '../../core/module/module';
import { Authenticator } from './entity';
import { LinkMobileCapabilities, AuthenticatorCapabilities } from './capabilities';
import {
  AuthenticatorResolver,
  PendingAuthenticationResolver,
  LinkAuthenticators,
  UserAuthenticators,
} from './resolver';
import { mobileRules } from './rules';
import { visibleAuthenticator } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import { onAuthenticator, onDeviceLink, onMobileAuthentication } from './endings';
import { retention } from './retention';
import { personalData, withoutPersonalData } from './personal-data';
import { AuthenticationRequest, DeviceChallenge } from './tables';

export { askedTooOften } from './bounds';
export { Authenticator } from './entity';
export { findAuthenticator } from './find';
export { authenticationRequests, POLL_INTERVAL } from './request-repository';

export const mobileModule = defineModule({
  name: 'mobile',
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
  endsWith: { deviceLink: onDeviceLink, mobileAuthentication: onMobileAuthentication, authenticator: onAuthenticator },
  retention,
  personalData,
  withoutPersonalData,
});

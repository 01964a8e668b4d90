/** Every mutation that ends something and carries no secret, by its name: what can be planned, by the rule and the service of the mutation itself. */
import type { ClassType } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { carried, type FieldRules, type Rule } from '../../schema/rules';
import * as accessGrantInputs from '../access-grant/inputs';
import { accessGrantRules } from '../access-grant/rules';
import * as accessGrants from '../access-grant/service';
import * as appVersionInputs from '../app-version/inputs';
import { appVersionRules } from '../app-version/rules';
import * as appVersions from '../app-version/service';
import * as applicationInputs from '../application/inputs';
import { applicationRules } from '../application/rules';
import * as applications from '../application/service';
import * as consentInputs from '../consent/inputs';
import { consentRules } from '../consent/rules';
import * as consents from '../consent/service';
import * as deviceInputs from '../device/inputs';
import * as manyDevices from '../device/many';
import { deviceRules } from '../device/rules';
import * as devices from '../device/service';
import * as factorInputs from '../factor/inputs';
import * as factors from '../factor/remove';
import { factorRules } from '../factor/rules';
import * as impersonationInputs from '../impersonation/inputs';
import { impersonationRules } from '../impersonation/rules';
import * as impersonations from '../impersonation/service';
import * as mobileInputs from '../mobile/inputs';
import { mobileRules } from '../mobile/rules';
import * as mobile from '../mobile/service';
import type { Outcome } from '../../core/mutation/run';
import type { OperationInput } from '../../core/mutation/input';
import * as pushInputs from '../push/inputs';
import { pushRules } from '../push/rules';
import * as pushes from '../push/service';
import * as sessionInputs from '../session/inputs';
import { sessionRules } from '../session/rules';
import * as sessions from '../session/service';
import * as tokenInputs from '../token/inputs';
import { tokenRules } from '../token/rules';
import * as tokens from '../token/service';
import * as userInputs from '../user/inputs';
import { lockdownUser } from '../lockdown/service';
import * as manyUsers from '../user/many';
import { userRules } from '../user/rules';
import * as users from '../user/service';

export interface EndingMutation {
  input: ClassType<OperationInput>;
  rule: Rule;
  run(context: Context, input: OperationInput): Promise<Outcome<unknown>>;
}

const under =
  (rules: FieldRules) =>
  <Input extends OperationInput>(
    name: string,
    input: ClassType<Input>,
    run: (context: Context, input: Input) => Promise<Outcome<unknown>>,
  ): [string, EndingMutation] => {
    const rule = rules['Mutation']?.[name];
    if (!rule || rule === carried) throw new Error(`${name} has no rule`);
    return [name, { input, rule, run: run as EndingMutation['run'] }];
  };

const user = under(userRules);
const session = under(sessionRules);
const token = under(tokenRules);
const accessGrant = under(accessGrantRules);
const consent = under(consentRules);
const device = under(deviceRules);
const application = under(applicationRules);
const appVersion = under(appVersionRules);
const push = under(pushRules);
const factor = under(factorRules);
const impersonation = under(impersonationRules);
const onMobile = under(mobileRules);

export const ENDINGS: ReadonlyMap<string, EndingMutation> = new Map([
  user('disableUser', userInputs.DisableUserInput, users.disableUser),
  user('lockdownUser', userInputs.LockdownUserInput, lockdownUser),
  user('deleteUser', userInputs.DeleteUserInput, users.deleteUser),
  user('disableUsers', userInputs.DisableUsersInput, manyUsers.disableUsers),
  user('deleteUsers', userInputs.DeleteUsersInput, manyUsers.deleteUsers),
  session('revokeSession', sessionInputs.RevokeSessionInput, sessions.revokeSession),
  session('revokeSessions', sessionInputs.RevokeSessionsInput, sessions.revokeSessions),
  session('revokeAllSessions', sessionInputs.RevokeAllSessionsInput, sessions.revokeAllSessions),
  impersonation('endImpersonation', impersonationInputs.EndImpersonationInput, impersonations.endImpersonation),
  token('revokeToken', tokenInputs.RevokeTokenInput, tokens.revokeToken),
  token('revokeTokens', tokenInputs.RevokeTokensInput, tokens.revokeTokens),
  accessGrant('revokeAccessGrant', accessGrantInputs.RevokeAccessGrantInput, accessGrants.revokeAccessGrant),
  consent('revokeConsent', consentInputs.RevokeConsentInput, consents.revokeConsent),
  consent('revokeConsents', consentInputs.RevokeConsentsInput, consents.revokeConsents),
  consent('revokeApplicationAccess', consentInputs.RevokeApplicationAccessInput, consents.revokeApplicationAccess),
  device('disconnectDevice', deviceInputs.DisconnectDeviceInput, devices.disconnectDevice),
  device('disconnectAllDevices', deviceInputs.DisconnectAllDevicesInput, devices.disconnectAllDevices),
  device('deleteDevice', deviceInputs.DeleteDeviceInput, devices.deleteDevice),
  device('deleteDevices', deviceInputs.DeleteDevicesInput, manyDevices.deleteDevices),
  device('removeMyDevice', deviceInputs.RemoveMyDeviceInput, manyDevices.removeMyDevice),
  push('revokePushNotifications', pushInputs.RevokePushNotificationsInput, pushes.revokePushNotifications),
  onMobile(
    'revokeMobileAuthentication',
    mobileInputs.RevokeMobileAuthenticationInput,
    mobile.revokeMobileAuthentication,
  ),
  onMobile('removeDeviceAuthenticator', mobileInputs.RemoveDeviceAuthenticatorInput, mobile.removeDeviceAuthenticator),
  factor('removeAuthenticator', factorInputs.RemoveAuthenticatorInput, factors.removeAuthenticator),
  application('disableApplication', applicationInputs.DisableApplicationInput, applications.disableApplication),
  application('deleteApplication', applicationInputs.DeleteApplicationInput, applications.deleteApplication),
  appVersion(
    'setApplicationVersionStatus',
    appVersionInputs.SetApplicationVersionStatusInput,
    appVersions.setApplicationVersionStatus,
  ),
]);

/** The manifest of all modules: what the schema is built from, and who may ask for what. */
import type { FieldRules } from '../schema/rules';
import { AccessGrantCapabilities } from './access-grant/capabilities';
import { AccessGrantResolver } from './access-grant/resolver';
import { accessGrantRules } from './access-grant/rules';
import { AppVersionResolver } from './app-version/resolver';
import { appVersionRules } from './app-version/rules';
import { ApplicationCapabilities } from './application/capabilities';
import { ApplicationResolver } from './application/resolver';
import { applicationRules } from './application/rules';
import { ConsentCapabilities, UserConsentCapabilities } from './consent/capabilities';
import { ConsentResolver } from './consent/resolver';
import { consentRules } from './consent/rules';
import { AffectedUsersChanged } from './device/inputs';
import { DeviceCapabilities, DeviceLinkCapabilities, UserDeviceCapabilities } from './device/capabilities';
import {
  ApplicationOrigin,
  AuthenticatorOrigin,
  DerivedCredentialResolver,
  InvitationOrigin,
  SessionOrigin,
  TokenOrigin,
  UserOrigin,
} from './derived/resolver';
import { derivedRules } from './derived/rules';
import { DeviceLinkResolver, DeviceResolver } from './device/resolver';
import { deviceRules } from './device/rules';
import { FactorCapabilities } from './factor/capabilities';
import { FactorResolver } from './factor/resolver';
import { factorRules } from './factor/rules';
import { EventResolver } from './event/resolver';
import { eventRules } from './event/rules';
import {
  SessionLineageResolver,
  TokenExplanationResolver,
  TokenFamilyResolver,
  TokenLineageResolver,
  TokenLinkResolver,
  TraceResolver,
} from './lineage/resolver';
import { lineageRules } from './lineage/rules';
import { SessionImpersonationCapabilities, UserImpersonationCapabilities } from './impersonation/capabilities';
import { ImpersonationResolver } from './impersonation/resolver';
import { impersonationRules } from './impersonation/rules';
import { ImportCapabilities } from './import/capabilities';
import { ImportResolver } from './import/resolver';
import { importRules } from './import/rules';
import { InvitationCapabilities } from './invitation/capabilities';
import { InvitationResolver } from './invitation/resolver';
import { invitationRules } from './invitation/rules';
import { MailResolver } from './mail/resolver';
import { mailRules } from './mail/rules';
import { VersionConflict } from './operation';
import { OperationRefused } from '../schema/errors';
import { AuthenticatorCapabilities, LinkMobileCapabilities } from './mobile/capabilities';
import {
  AuthenticatorResolver,
  LinkAuthenticators,
  PendingAuthenticationResolver,
  UserAuthenticators,
} from './mobile/resolver';
import { mobileRules } from './mobile/rules';
import { OffboardingCapabilities } from './offboarding/capabilities';
import { OffboardingResolver, UserOffboardingResolver } from './offboarding/resolver';
import { offboardingRules } from './offboarding/rules';
import { PasswordCapabilities } from './password/capabilities';
import { PasswordResolver } from './password/resolver';
import { passwordRules } from './password/rules';
import { PlanDrifted } from './plan/entity';
import { PlanResolver } from './plan/resolver';
import { planRules } from './plan/rules';
import { CountMismatch } from './revocation/many';
import { LinkPushCapabilities } from './push/capabilities';
import { PushResolver } from './push/resolver';
import { pushRules } from './push/rules';
import { RegistrationCapabilities } from './registration/capabilities';
import { RegistrationResolver } from './registration/resolver';
import { registrationRules } from './registration/rules';
import { RevocationItemResolver, RevocationResolver } from './revocation/resolver';
import { revocationRules } from './revocation/rules';
import { GroupCapabilities } from './group/capabilities';
import { GroupResolver, UserGroupsResolver } from './group/resolver';
import { groupRules } from './group/rules';
import {
  EffectiveRoleResolver,
  RoleAssignmentResolver,
  RoleObjectResolver,
  RoleResolver,
  UserRolesResolver,
} from './role/resolver';
import { RoleCapabilities, UserRoleCapabilities } from './role/capabilities';
import { roleRules } from './role/rules';
import { SessionCapabilities, UserSessionCapabilities } from './session/capabilities';
import { SessionResolver } from './session/resolver';
import { sessionRules } from './session/rules';
import { TokenCapabilities, UserTokenCapabilities } from './token/capabilities';
import { SettingCapabilities } from './setting/capabilities';
import { SettingResolver } from './setting/resolver';
import { settingRules } from './setting/rules';
import { TokenResolver } from './token/resolver';
import { tokenRules } from './token/rules';
import { UserDataCapabilities } from './user-data/capabilities';
import { UserDataResolver } from './user-data/resolver';
import { userDataRules } from './user-data/rules';
import { UserCapabilities } from './user/capabilities';
import { FolderResolver } from './user/folders';
import { UserResolver } from './user/resolver';
import { userRules } from './user/rules';
import { ViewerResolver } from './viewer/resolver';
import { viewerRules } from './viewer/rules';

export const resolvers = [
  UserCapabilities,
  OffboardingCapabilities,
  PasswordCapabilities,
  RegistrationCapabilities,
  InvitationCapabilities,
  SessionImpersonationCapabilities,
  UserImpersonationCapabilities,
  ImpersonationResolver,
  TokenCapabilities,
  UserTokenCapabilities,
  UserSessionCapabilities,
  SessionCapabilities,
  UserDeviceCapabilities,
  DeviceLinkCapabilities,
  DeviceCapabilities,
  UserRoleCapabilities,
  SettingCapabilities,
  UserConsentCapabilities,
  ConsentCapabilities,
  AuthenticatorCapabilities,
  LinkMobileCapabilities,
  LinkPushCapabilities,
  ApplicationCapabilities,
  AccessGrantCapabilities,
  AccessGrantResolver,
  AppVersionResolver,
  ApplicationResolver,
  ConsentResolver,
  ApplicationOrigin,
  AuthenticatorOrigin,
  DerivedCredentialResolver,
  InvitationOrigin,
  SessionOrigin,
  TokenOrigin,
  UserOrigin,
  DeviceLinkResolver,
  DeviceResolver,
  EventResolver,
  ImportCapabilities,
  ImportResolver,
  InvitationResolver,
  MailResolver,
  OffboardingResolver,
  UserOffboardingResolver,
  FactorCapabilities,
  FactorResolver,
  AuthenticatorResolver,
  LinkAuthenticators,
  PendingAuthenticationResolver,
  UserAuthenticators,
  PasswordResolver,
  PlanResolver,
  PushResolver,
  RegistrationResolver,
  RevocationItemResolver,
  RevocationResolver,
  EffectiveRoleResolver,
  GroupCapabilities,
  GroupResolver,
  UserGroupsResolver,
  RoleAssignmentResolver,
  RoleCapabilities,
  RoleObjectResolver,
  RoleResolver,
  UserRolesResolver,
  SessionResolver,
  SettingResolver,
  SessionLineageResolver,
  TokenExplanationResolver,
  TokenFamilyResolver,
  TokenLineageResolver,
  TokenLinkResolver,
  TraceResolver,
  TokenResolver,
  UserResolver,
  FolderResolver,
  UserDataCapabilities,
  UserDataResolver,
  ViewerResolver,
] as const;

/** Types that nothing but an interface leads to. */
export const orphanedTypes = [AffectedUsersChanged, CountMismatch, PlanDrifted, OperationRefused, VersionConflict];

export const rules: FieldRules[] = [
  accessGrantRules,
  applicationRules,
  appVersionRules,
  consentRules,
  derivedRules,
  deviceRules,
  eventRules,
  factorRules,
  impersonationRules,
  importRules,
  invitationRules,
  lineageRules,
  mailRules,
  mobileRules,
  offboardingRules,
  passwordRules,
  planRules,
  pushRules,
  registrationRules,
  groupRules,
  revocationRules,
  roleRules,
  sessionRules,
  settingRules,
  tokenRules,
  userRules,
  userDataRules,
  viewerRules,
];

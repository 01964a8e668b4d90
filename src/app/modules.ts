/** The manifest of all modules: what the schema is built from, and who may ask for what. */
import type { FieldRules } from '../schema/rules';
import { AccessGrantCapabilities } from '../modules/access-grant/capabilities';
import { AccessGrantResolver } from '../modules/access-grant/resolver';
import { accessGrantRules } from '../modules/access-grant/rules';
import { AppVersionResolver } from '../modules/app-version/resolver';
import { appVersionRules } from '../modules/app-version/rules';
import { ApplicationCapabilities } from '../modules/application/capabilities';
import { ApplicationResolver } from '../modules/application/resolver';
import { applicationRules } from '../modules/application/rules';
import { ConsentCapabilities, UserConsentCapabilities } from '../modules/consent/capabilities';
import { ConsentResolver } from '../modules/consent/resolver';
import { consentRules } from '../modules/consent/rules';
import { AffectedUsersChanged } from '../modules/device/inputs';
import { DeviceCapabilities, DeviceLinkCapabilities, UserDeviceCapabilities } from '../modules/device/capabilities';
import {
  ApplicationOrigin,
  AuthenticatorOrigin,
  DerivedCredentialResolver,
  InvitationOrigin,
  SessionOrigin,
  TokenOrigin,
  UserOrigin,
} from '../modules/lineage/derived-resolver';
import { derivedRules } from '../modules/lineage/derived-rules';
import { DeviceLinkResolver, DeviceResolver } from '../modules/device/resolver';
import { deviceRules } from '../modules/device/rules';
import { FactorCapabilities } from '../modules/factor/capabilities';
import { FactorResolver } from '../modules/factor/resolver';
import { factorRules } from '../modules/factor/rules';
import { EventResolver } from '../modules/event/resolver';
import { eventRules } from '../modules/event/rules';
import {
  SessionLineageResolver,
  TokenExplanationResolver,
  TokenFamilyResolver,
  TokenLineageResolver,
  TokenLinkResolver,
  TraceResolver,
} from '../modules/lineage/resolver';
import { lineageRules } from '../modules/lineage/rules';
import { SessionImpersonationCapabilities, UserImpersonationCapabilities } from '../modules/impersonation/capabilities';
import { ImpersonationResolver } from '../modules/impersonation/resolver';
import { impersonationRules } from '../modules/impersonation/rules';
import { ImportCapabilities } from '../modules/import/capabilities';
import { ImportResolver } from '../modules/import/resolver';
import { importRules } from '../modules/import/rules';
import { InvitationCapabilities } from '../modules/invitation/capabilities';
import { InvitationResolver } from '../modules/invitation/resolver';
import { invitationRules } from '../modules/invitation/rules';
import { MailResolver } from '../modules/mail/resolver';
import { mailRules } from '../modules/mail/rules';
import { VersionConflict } from '../core/mutation/input';
import { OperationRefused } from '../schema/errors';
import { AuthenticatorCapabilities, LinkMobileCapabilities } from '../modules/mobile/capabilities';
import {
  AuthenticatorResolver,
  LinkAuthenticators,
  PendingAuthenticationResolver,
  UserAuthenticators,
} from '../modules/mobile/resolver';
import { mobileRules } from '../modules/mobile/rules';
import { OffboardingCapabilities } from '../modules/offboarding/capabilities';
import { OffboardingResolver, UserOffboardingResolver } from '../modules/offboarding/resolver';
import { offboardingRules } from '../modules/offboarding/rules';
import { PasswordCapabilities } from '../modules/password/capabilities';
import { PasswordResolver } from '../modules/password/resolver';
import { passwordRules } from '../modules/password/rules';
import { PlanDrifted } from '../modules/plan/entity';
import { PlanResolver } from '../modules/plan/resolver';
import { planRules } from '../modules/plan/rules';
import { CountMismatch } from '../core/mutation/many';
import { LinkPushCapabilities } from '../modules/push/capabilities';
import { PushResolver } from '../modules/push/resolver';
import { pushRules } from '../modules/push/rules';
import { RegistrationCapabilities } from '../modules/registration/capabilities';
import { RegistrationResolver } from '../modules/registration/resolver';
import { registrationRules } from '../modules/registration/rules';
import { RevocationItemResolver, RevocationResolver } from '../modules/revocation/resolver';
import { revocationRules } from '../modules/revocation/rules';
import { GroupCapabilities } from '../modules/group/capabilities';
import { GroupResolver, UserGroupsResolver } from '../modules/group/resolver';
import { groupRules } from '../modules/group/rules';
import {
  EffectiveRoleResolver,
  RoleAssignmentResolver,
  RoleObjectResolver,
  RoleResolver,
  UserRolesResolver,
} from '../modules/role/resolver';
import { RoleCapabilities, UserRoleCapabilities } from '../modules/role/capabilities';
import { roleRules } from '../modules/role/rules';
import { SessionCapabilities, UserSessionCapabilities } from '../modules/session/capabilities';
import { SessionResolver } from '../modules/session/resolver';
import { sessionRules } from '../modules/session/rules';
import { TokenCapabilities, UserTokenCapabilities } from '../modules/token/capabilities';
import { SettingCapabilities } from '../modules/setting/capabilities';
import { SettingResolver } from '../modules/setting/resolver';
import { settingRules } from '../modules/setting/rules';
import { TokenResolver } from '../modules/token/resolver';
import { tokenRules } from '../modules/token/rules';
import { UserDataCapabilities } from '../modules/user-data/capabilities';
import { UserDataResolver } from '../modules/user-data/resolver';
import { userDataRules } from '../modules/user-data/rules';
import { UserCapabilities } from '../modules/user/capabilities';
import { FolderResolver } from '../modules/user/folders';
import { UserResolver } from '../modules/user/resolver';
import { userRules } from '../modules/user/rules';
import { ViewerResolver } from '../modules/viewer/resolver';
import { viewerRules } from '../modules/viewer/rules';

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

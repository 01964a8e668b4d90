/**
 * All modules in dependency order: a module may import only those before it. A new module needs its own folder and one line here.
 * `npm run lint` reads the order from this file.
 */
import { composeModules } from '../core/module/compose';
import { core } from '../core/module/core';
import { retentionJobs } from '../retention/tasks';
import { provider } from '../provider/module';
import { worker } from '../worker/module';
import { userModule } from '../modules/user';
import { groupModule } from '../modules/group';
import { roleModule } from '../modules/role';
import { applicationModule } from '../modules/application';
import { derivedModule } from '../modules/derived';
import { appVersionModule } from '../modules/app-version';
import { deviceModule } from '../modules/device';
import { consentModule } from '../modules/consent';
import { sessionModule } from '../modules/session';
import { tokenModule } from '../modules/token';
import { accessGrantModule } from '../modules/access-grant';
import { impersonationModule } from '../modules/impersonation';
import { pushModule } from '../modules/push';
import { mobileModule } from '../modules/mobile';
import { factorModule } from '../modules/factor';
import { passwordModule } from '../modules/password';
import { lockdownModule } from '../modules/lockdown';
import { everythingModule } from '../modules/everything';
import { invitationModule } from '../modules/invitation';
import { registrationModule } from '../modules/registration';
import { offboardingModule } from '../modules/offboarding';
import { importModule } from '../modules/import';
import { lineageModule } from '../modules/lineage';
import { planModule } from '../modules/plan';
import { userDataModule } from '../modules/user-data';
import { settingModule } from '../modules/setting';
import { mailModule } from '../modules/mail';
import { eventModule } from '../modules/event';
import { revocationModule } from '../modules/revocation';
import { viewerModule } from '../modules/viewer';

export const modules = [
  core,
  userModule,
  groupModule,
  roleModule,
  applicationModule,
  derivedModule,
  appVersionModule,
  deviceModule,
  consentModule,
  sessionModule,
  tokenModule,
  accessGrantModule,
  impersonationModule,
  pushModule,
  mobileModule,
  factorModule,
  passwordModule,
  lockdownModule,
  everythingModule,
  invitationModule,
  registrationModule,
  offboardingModule,
  importModule,
  lineageModule,
  planModule,
  userDataModule,
  settingModule,
  mailModule,
  eventModule,
  revocationModule,
  viewerModule,
  provider,
  worker,
];

/** The combined manifests, from which the schema, the shield, the worker and the data source are built. */
export const composedModules = composeModules(modules);

/** The jobs of the background worker. */
export const jobs = [...composedModules.jobs, ...retentionJobs(composedModules.retention)];

/** OAuth clients: registering, changing, disabling and deleting them, and their secrets. */
import { Any } from 'typeorm';
import { defineModule, plannable } from '../../core/module/module';
import { Application, ApplicationSecret } from './entity';
import { ApplicationCapabilities, RoleScopesCapability } from './capabilities';
import { UserApplications } from './edges';
import { ApplicationResolver } from './resolver';
import { applicationRules } from './rules';
import { visibleApplication } from './visible';
import { deleteApplication } from './delete';
import * as service from './service';
import * as inputs from './inputs';
import { retention } from './retention';
import { RoleResourceScopes } from './role-scopes';
import { applications } from './repository';
import { applicationSecrets } from './secret-repository';
import { endEpoch } from '../../core/revocation/epochs';
import * as vocabulary from './vocabulary';
export { Actor, actorOf } from './actor';
export { attributeScopes } from './claims';
export { Application, type ApplicationClaim } from './entity';
export { applicationById } from './loaders';
export { applicationColumns, applications, checkingClient } from './repository';
export { requireApplication, requireDestination } from './require';
export { type Authority, mayManageApplication } from './policy';
export type { CheckingClient, Client, Presentation, RegisteringApplication } from './client';
export { MAX_JWT_LIFETIME } from './client-settings';
export { CLIENT_KEY_ALGORITHMS, keyHash } from './keys';
export { applicationSecrets } from './secret-repository';

export const applicationModule = defineModule({
  name: 'application',
  ...vocabulary,
  entities: [Application, ApplicationSecret],
  resolvers: [ApplicationCapabilities, RoleResourceScopes, RoleScopesCapability, UserApplications, ApplicationResolver],
  rules: applicationRules,
  nodes: { Application: (context, id) => visibleApplication(context, id) },
  plannable: {
    disableApplication: plannable(inputs.DisableApplicationInput, service.disableApplication),
    deleteApplication: plannable(inputs.DeleteApplicationInput, deleteApplication),
  },
  retention,
  endsDerived: {
    CLIENT_SECRET: (database, ids) => applicationSecrets(database).delete({ id: Any(ids) }),
    REGISTRATION_TOKEN: (database, ids) => applications(database).removeRegistrationTokens(ids),
    APPLICATION: async (database, ids, { revocationId, statedReason }) => {
      await endEpoch(database, 'applications', ids, 'APPLICATION_DISABLED', revocationId);
      await applications(database).update(
        { id: Any(ids) },
        { disabledAt: () => 'now()', disabledReason: statedReason },
      );
    },
  },
  withoutRetention: { applications: 'until it is deleted' },
});

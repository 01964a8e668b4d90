/** Access grants: authorization codes that were issued and not exchanged yet. */
import { defineModule, plannable } from '../../core/module/module';
import { accessGrants } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { AccessGrant } from './entity';
import { AccessGrantCapabilities } from './capabilities';
import { UserAccessGrants } from './edges';
import { AccessGrantResolver } from './resolver';
import { accessGrantRules } from './rules';
import { visibleAccessGrant } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import { retention } from './retention';
import { personalData } from './personal-data';
import * as vocabulary from './vocabulary';

export { AccessGrant } from './entity';
export { accessGrantOfFamily } from './loaders';
export { accessGrants, type PresentedGrant } from './repository';

export const accessGrantModule = defineModule({
  name: 'access-grant',
  ...vocabulary,
  entities: [AccessGrant],
  resolvers: [AccessGrantCapabilities, UserAccessGrants, AccessGrantResolver],
  rules: accessGrantRules,
  nodes: { AccessGrant: (context, _id, uuid) => visibleAccessGrant(context, uuid) },
  plannable: {
    revokeAccessGrant: plannable(inputs.RevokeAccessGrantInput, service.revokeAccessGrant),
  },
  endsWith: {
    deviceLink: { selections: (ids) => [{ kind: 'accessGrant', column: 'device_link_id', values: ids }] },
    installation: { selections: (ids) => [{ kind: 'accessGrant', column: 'device_id', values: ids }] },
    user: deletedWithUser(accessGrants),
  },
  retention,
  personalData,
});

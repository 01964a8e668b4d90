/** Authorization codes that were issued and not yet exchanged. */
import { defineModule, plannable } from '../../core/module/module';
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

export { AccessGrant } from './entity';
export { accessGrants } from './repository';
export { accessGrantOfFamily } from './loaders';

export const accessGrantModule = defineModule({
  name: 'access-grant',
  entities: [AccessGrant],
  resolvers: [AccessGrantCapabilities, UserAccessGrants, AccessGrantResolver],
  rules: accessGrantRules,
  nodes: { AccessGrant: (context, _id, uuid) => visibleAccessGrant(context, uuid) },
  plannable: {
    revokeAccessGrant: plannable(inputs.RevokeAccessGrantInput, service.revokeAccessGrant),
  },
  endsWith: { deviceLink: { selections: (ids) => [{ kind: 'accessGrant', column: 'device_link_id', values: ids }] } },
  retention,
  personalData,
});

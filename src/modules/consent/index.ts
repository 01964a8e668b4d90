/** Consents: what users allow applications to do. */
import { defineModule, plannable } from '../../core/module/module';
import { Consent } from './entity';
import { ConsentCapabilities, UserConsentCapabilities } from './capabilities';
import { UserConsents } from './edges';
import { ConsentResolver } from './resolver';
import { consentRules } from './rules';
import { visibleConsent } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import { retention } from './retention';
import { personalData } from './personal-data';
import { consents } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import * as vocabulary from './vocabulary';
export { Consent } from './entity';
export { writeConsent } from './give';
export { consentById, consentInAnyState } from './loaders';
export { consents, type ActiveConsent } from './repository';

export const consentModule = defineModule({
  name: 'consent',
  ...vocabulary,
  entities: [Consent],
  resolvers: [ConsentCapabilities, UserConsentCapabilities, UserConsents, ConsentResolver],
  rules: consentRules,
  nodes: { Consent: (context, _id, uuid) => visibleConsent(context, uuid) },
  plannable: {
    revokeConsent: plannable(inputs.RevokeConsentInput, service.revokeConsent),
    revokeConsents: plannable(inputs.RevokeConsentsInput, service.revokeConsents),
    revokeApplicationAccess: plannable(inputs.RevokeApplicationAccessInput, service.revokeApplicationAccess),
  },
  endsWith: {
    application: {
      selections: (ids) => [{ kind: 'consent', column: 'application_id', values: ids }],
      end: (database, ids, cause) => consents(database).endForApplications(ids, cause),
    },
    user: deletedWithUser(consents),
  },
  retention,
  personalData,
});

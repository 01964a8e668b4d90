/** What credentials were created with, and ending all of it together. */
import { defineModule } from '../../core/module/module';
import { derivedCredentials } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { DerivedCredential } from './entity';
import { retention } from './retention';
import { personalData } from './personal-data';

export { DerivedCredential } from './entity';
export { DerivedCredentialConnection, derivedList, originsOf } from './list';
export { countDerived } from './remaining';
export { derivedFrom, fromAccess, fromSession, fromSessionsOf, fromToken } from './roots';

export const derivedModule = defineModule({
  name: 'derived',
  entities: [DerivedCredential],
  endsWith: { user: deletedWithUser(derivedCredentials) },
  retention,
  personalData,
});

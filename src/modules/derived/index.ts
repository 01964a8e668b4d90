/** Records what credentials were created with, and ends everything that was created with a token or a session. */
import { defineModule } from '../../core/module/module';
import { derivedCredentials } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { DerivedCredential } from './entity';
import { retention } from './retention';
import { personalData } from './personal-data';
import * as vocabulary from './vocabulary';

export { DerivedCredential } from './entity';
export { DerivedCredentialConnection } from './list';
export { derivedCredentials, derivedList } from './repository';
export { derivedFrom, fromAccess, fromSession, fromSessionsOf, fromToken } from './roots';

export const derivedModule = defineModule({
  name: 'derived',
  ...vocabulary,
  entities: [DerivedCredential],
  endsWith: { user: deletedWithUser(derivedCredentials) },
  retention,
  personalData,
});

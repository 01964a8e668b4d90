/** Export of all personal data of a user. */
import { defineModule } from '../../core/module/module';
import { UserDataCapabilities } from './capabilities';
import { UserDataResolver } from './resolver';
import { userDataRules } from './rules';
import { composePersonalData } from './document';
import * as vocabulary from './vocabulary';

export const userDataModule = defineModule({
  name: 'user-data',
  ...vocabulary,
  resolvers: [UserDataCapabilities, UserDataResolver],
  rules: userDataRules,
  compose: ({ personalData }) => composePersonalData(personalData),
});

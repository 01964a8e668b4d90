/** Ending everything of everybody: the answer to a leaked database or a stolen signing key. */
import { defineModule } from '../../core/module/module';
import { EverythingResolver } from './resolver';
import { everythingRules } from './rules';
import * as vocabulary from './vocabulary';

export const everythingModule = defineModule({
  name: 'everything',
  ...vocabulary,
  resolvers: [EverythingResolver],
  rules: everythingRules,
});

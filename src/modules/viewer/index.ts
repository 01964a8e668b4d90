/** The caller, and lookup of any object by id. */
import { defineModule } from '../../core/module/module';
import { ViewerResolver } from './resolver';
import { viewerRules } from './rules';

export const viewerModule = defineModule({
  name: 'viewer',
  resolvers: [ViewerResolver],
  rules: viewerRules,
});

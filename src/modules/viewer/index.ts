/** Who is calling, and any object by its id. */
import { defineModule } from '../../core/module/module';
import { ViewerResolver } from './resolver';
import { viewerRules } from './rules';

export const viewerModule = defineModule({
  name: 'viewer',
  resolvers: [ViewerResolver],
  rules: viewerRules,
});

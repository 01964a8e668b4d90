/** Versions of mobile applications, and whether they can be used. */
import { defineModule, plannable } from '../../core/module/module';
import { ApplicationVersion } from './entity';
import { AppVersionResolver } from './resolver';
import { appVersionRules } from './rules';
import { visibleVersion } from './visible';
import * as service from './service';
import * as inputs from './inputs';
import * as vocabulary from './vocabulary';

export { applicationVersions } from './repository';

export const appVersionModule = defineModule({
  name: 'app-version',
  ...vocabulary,
  entities: [ApplicationVersion],
  resolvers: [AppVersionResolver],
  rules: appVersionRules,
  nodes: { ApplicationVersion: (context, _id, uuid) => visibleVersion(context, uuid) },
  plannable: {
    setApplicationVersionStatus: plannable(
      inputs.SetApplicationVersionStatusInput,
      service.setApplicationVersionStatus,
    ),
  },
  withoutRetention: { application_versions: 'with the application, so that a disabled version stays disabled' },
});

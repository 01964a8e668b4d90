/** Who may ask for what about versions of applications. */
import { carried, creates, needs, type FieldRules } from '../../schema/rules';

export const appVersionRules: FieldRules = {
  Mutation: { setApplicationVersionStatus: creates('AUTHORITY', needs('applications:manage')) },
  Application: { versions: needs('applications:read'), viewerCanSetVersionStatus: carried },
};

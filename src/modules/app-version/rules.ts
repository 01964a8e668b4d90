/** Access rules of the fields about application versions. */
import { carried, creates, needs, type FieldRules } from '../../schema/rules';

export const appVersionRules: FieldRules = {
  Mutation: { setApplicationVersionStatus: creates('AUTHORITY', needs('applications:manage')) },
  Application: { versions: needs('applications:read'), viewerCanSetVersionStatus: carried },
};

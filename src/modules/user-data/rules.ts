/** Authorization rules of data exports. */
import { carried, discloses, needsOrSelf, type FieldRules } from '../../schema/rules';

export const userDataRules: FieldRules = {
  Mutation: { exportUserData: discloses(needsOrSelf('users:read')) },
  User: { viewerCanExportData: carried },
};

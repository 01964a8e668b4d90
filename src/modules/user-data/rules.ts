/** Authorization rules of data exports. */
import { carried, discloses, needsOrOwnRows, type FieldRules } from '../../schema/rules';

export const userDataRules: FieldRules = {
  Mutation: { exportUserData: discloses(needsOrOwnRows('users:read')) },
  User: { viewerCanExportData: carried },
};

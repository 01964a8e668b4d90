/** Who may ask for what is held about one person. */
import { carried, discloses, needsOrSelf, type FieldRules } from '../../schema/rules';

export const userDataRules: FieldRules = {
  Mutation: { exportUserData: discloses(needsOrSelf('users:read')) },
  User: { viewerCanExportData: carried },
};

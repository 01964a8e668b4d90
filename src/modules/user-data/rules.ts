/** Who may ask for what is held about one person. */
import { carried, needsOrSelf, type FieldRules } from '../../schema/rules';

export const userDataRules: FieldRules = {
  Mutation: { exportUserData: needsOrSelf('users:read') },
  User: { viewerCanExportData: carried },
};

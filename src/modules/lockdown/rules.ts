/** Authorization rules of lockdowns. */
import { carried, ends, needsWithin, type FieldRules } from '../../schema/rules';

export const lockdownRules: FieldRules = {
  Mutation: { lockdownUser: ends(needsWithin('users:lockDown')) },
  User: { viewerCanLockdown: carried },
};

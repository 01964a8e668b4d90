/** Authorization rules of lockdowns. */
import { carried, ends, needsOnSomeObject, type FieldRules } from '../../schema/rules';

export const lockdownRules: FieldRules = {
  Mutation: { lockdownUser: ends(needsOnSomeObject('users:lockDown')) },
  User: { viewerCanLockdown: carried },
};

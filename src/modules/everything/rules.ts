/** Authorization rules of ending everything. */
import { endsEverything, needs, type FieldRules } from '../../schema/rules';

export const everythingRules: FieldRules = {
  Mutation: { revokeEverything: endsEverything(needs('everything:revoke')) },
};

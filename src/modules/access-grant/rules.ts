/** Access rules for the access grant fields and the mutation. */
import {
  allowedDuringImpersonation,
  carried,
  ends,
  needsOrOwner,
  needsOrOwnRows,
  type FieldRules,
} from '../../schema/rules';

export const accessGrantRules: FieldRules = {
  Query: { accessGrants: needsOrOwnRows('grants:read') },
  Mutation: { revokeAccessGrant: ends(allowedDuringImpersonation(needsOrOwnRows('grants:revoke'))) },
  User: { accessGrants: needsOrOwner('grants:read', 'id') },
  AccessGrant: {
    viewerCanRevoke: carried,
    user: carried,
    application: carried,
    device: needsOrOwner('devices:read', 'userId'),
  },
};

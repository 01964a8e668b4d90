/** Access rules for the access grant fields and the mutation. */
import { alsoInPlace, carried, ends, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const accessGrantRules: FieldRules = {
  Query: { accessGrants: needsOrSelf('grants:read') },
  Mutation: { revokeAccessGrant: ends(alsoInPlace(needsOrSelf('grants:revoke'))) },
  User: { accessGrants: needsOrOwner('grants:read', 'id') },
  AccessGrant: {
    viewerCanRevoke: carried,
    user: carried,
    application: carried,
    device: needsOrOwner('devices:read', 'userId'),
  },
};

/** Who may end access grants: asked by the mutation, which enforces it, and by the `viewerCan…` field. */
import { notFound, outOfReach, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../../core/authority/principal';

/** A grant that was exchanged is no grant any more, but tokens. */
export const mayRevokeAccessGrant = (
  principal: Principal,
  { userId, consumedAt }: { userId: string; consumedAt: Date | null },
): Refusal | null => {
  if (!mayReach(principal, 'grants:revoke', userId))
    return outOfReach('access grant', 'accessGrantId', 'grants:revoke');
  return consumedAt === null ? null : notFound('access grant', 'accessGrantId');
};

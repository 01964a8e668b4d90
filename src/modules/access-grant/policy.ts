/** Who may end access grants. The mutation enforces this rule and the `viewerCan…` field reports it. */
import { notFound, notFoundWithoutPermission, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../../core/authority/principal';

/** A grant that was exchanged no longer exists for the caller: its tokens do. */
export const mayRevokeAccessGrant = (
  principal: Principal,
  { userId, consumedAt }: { userId: string; consumedAt: Date | null },
): Refusal | null => {
  if (!mayReach(principal, 'grants:revoke', userId))
    return notFoundWithoutPermission('access grant', 'accessGrantId', 'grants:revoke');
  return consumedAt === null ? null : notFound('access grant', 'accessGrantId');
};

/** Who may end consents and application access. The mutations enforce these rules and the `viewerCan…` fields report them. */
import { notFoundWithoutPermission, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../../core/authority/principal';

export const mayRevokeConsent = (principal: Principal, { userId }: { userId: string }): Refusal | null =>
  mayReach(principal, 'consents:revoke', userId)
    ? null
    : notFoundWithoutPermission('consent', 'consentId', 'consents:revoke');

export const mayRevokeApplicationAccess = (principal: Principal, userId: string): Refusal | null =>
  mayReach(principal, 'applicationAccess:revoke', userId)
    ? null
    : notFoundWithoutPermission('user', 'userId', 'applicationAccess:revoke');

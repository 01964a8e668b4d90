/** Who may end sessions. The mutations enforce these rules and the `viewerCan…` fields report them. */
import { notFoundWithoutPermission, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../../core/authority/principal';

export const mayRevokeSession = (principal: Principal, { userId }: { userId: string }): Refusal | null =>
  mayReach(principal, 'sessions:revoke', userId)
    ? null
    : notFoundWithoutPermission('session', 'sessionId', 'sessions:revoke');

export const mayRevokeAllSessions = (principal: Principal, userId: string): Refusal | null =>
  mayReach(principal, 'sessions:revoke', userId)
    ? null
    : notFoundWithoutPermission('user', 'userId', 'sessions:revoke');

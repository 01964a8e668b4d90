/** Who may end mobile authentication, and in which state: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { outOfReach, Refusal } from '../../schema/errors';
import { mayDisconnect } from '../device/may';
import { mayReach, type Principal } from '../viewer/principal';

export const mayRevokeMobileAuthentication = (
  principal: Principal,
  { userId, mobileEnrolledAt }: { userId: string; mobileEnrolledAt: Date | null },
): Refusal | null =>
  mayDisconnect(principal, userId) ??
  (mobileEnrolledAt
    ? null
    : new Refusal('INVALID_STATE', 'Mobile authentication is not enabled for this user on this device.'));

export const mayRemoveAuthenticator = (principal: Principal, { userId }: { userId: string }): Refusal | null =>
  mayReach(principal, 'devices:disconnect', userId)
    ? null
    : outOfReach('authenticator', 'authenticatorId', 'devices:disconnect');

/** Who may set up and end push, and where: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { Refusal } from '../../schema/errors';
import type { PushMode } from '../../schema/enums';
import { mayDisconnect } from '../device';
import type { Principal } from '../../core/authority/principal';

/** Only the app on the device, for its user. */
export const mayEnrollPush = (
  principal: Principal,
  link: { id: string; mobileEnrolledAt: Date | null } | null,
): Refusal | null => {
  if (!link || link.id !== principal.deviceLinkId)
    return new Refusal(
      'INVALID_STATE',
      'Only a user on a device can do this: use a token that was issued on that device.',
    );
  return link.mobileEnrolledAt
    ? null
    : new Refusal('INVALID_STATE', 'Enroll mobile authentication on this device first; push comes on top of it.');
};

/** An address that is new on this device, while the user has this many others for the same application. */
export const mayEnrollPushBeside = (pushMode: PushMode, others: number): Refusal | null =>
  pushMode === 'SINGLE' && others > 0
    ? new Refusal(
        'INVALID_STATE',
        'You get the push messages of this application on another device, and it allows only one; revoke push there first.',
      )
    : null;

export const mayRevokePush = (
  principal: Principal,
  { userId, pushEnrolledAt }: { userId: string; pushEnrolledAt: Date | null },
): Refusal | null =>
  mayDisconnect(principal, userId) ??
  (pushEnrolledAt
    ? null
    : new Refusal('INVALID_STATE', 'The user gets no push messages on this device; there is nothing to revoke.', [
        'input',
        'deviceId',
      ]));

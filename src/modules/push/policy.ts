/** Who may enroll and revoke push, and in which state. Used by the mutations and by the `viewerCan…` fields. */
import { Refusal } from '../../schema/errors';
import type { PushMode } from '../../schema/enums';
import { mayDisconnectLink } from '../device';
import type { Principal } from '../../core/authority/principal';

/** Only the app on the device can do this, for its user. */
export const mayEnrollPush = (
  principal: Principal,
  link: { id: string; mobileEnrolledAt: Date | null } | null,
): Refusal | null => {
  if (!link || link.id !== principal.deviceLinkId)
    return new Refusal(
      'INVALID_STATE',
      'Only an app on a device can do this. Use a token that was issued on that device.',
    );
  return link.mobileEnrolledAt
    ? null
    : new Refusal(
        'INVALID_STATE',
        'Push requires mobile authentication. Enroll mobile authentication on this device first.',
      );
};

/** For a new address, given how many other devices of the user get push messages of the same application. */
export const mayEnrollPushBeside = (pushMode: PushMode, others: number): Refusal | null =>
  pushMode === 'SINGLE' && others > 0
    ? new Refusal(
        'INVALID_STATE',
        'This application allows push on one device only, and it is already enabled on another device. Revoke push there first.',
      )
    : null;

export const mayRevokePush = (
  principal: Principal,
  link: { userId: string; endedAt: Date | null; pushEnrolledAt: Date | null },
): Refusal | null =>
  mayDisconnectLink(principal, link) ??
  (link.pushEnrolledAt
    ? null
    : new Refusal('INVALID_STATE', 'Push is not enabled for this user on this device.', ['input', 'deviceId']));

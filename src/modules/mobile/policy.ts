/** Who may enroll and revoke mobile authentication, and in which state. Used by the mutations and by the `viewerCan…` fields. */
import { notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { mayDisconnectLink, notOwnDevice } from '../device';
import { mayReach, type Principal } from '../../core/authority/principal';

const MAX_AUTHENTICATORS = 10;

/** Only the app on the device can do this, for its user. */
export const mayUseDevice = (
  principal: Principal,
  link: { id: string; userId: string } | null | undefined,
): Refusal | null => {
  if (!link || link.userId !== principal.userId) return notOwnDevice();
  return link.id === principal.deviceLinkId
    ? null
    : new Refusal(
        'INVALID_STATE',
        'Only the app on that device can do this. Use a token that was issued on that device.',
        ['input', 'deviceId'],
      );
};

/** `countKeys` counts the user's keys on the device. It is called only if needed. */
export const mayEnrollMobileAuthentication = async (
  principal: Principal,
  link: { id: string; userId: string },
  countKeys: () => Promise<number>,
): Promise<Refusal | null> =>
  mayUseDevice(principal, link) ??
  ((await countKeys()) >= MAX_AUTHENTICATORS
    ? new Refusal(
        'INVALID_STATE',
        `A user can have at most ${MAX_AUTHENTICATORS} authenticators on a device. Remove one first.`,
      )
    : null);

export const mayRevokeMobileAuthentication = (
  principal: Principal,
  link: { userId: string; endedAt: Date | null; mobileEnrolledAt: Date | null },
): Refusal | null =>
  mayDisconnectLink(principal, link) ??
  (link.mobileEnrolledAt
    ? null
    : new Refusal('INVALID_STATE', 'Mobile authentication is not enabled for this user on this device.'));

/** For keys on devices only. `removeAuthenticator` removes the second factors of the account. */
export const mayRemoveDeviceAuthenticator = (
  principal: Principal,
  { userId, deviceLinkId }: { userId: string; deviceLinkId: string | null },
): Refusal | null => {
  if (!mayReach(principal, 'devices:disconnect', userId))
    return notFoundWithoutPermission('authenticator', 'authenticatorId', 'devices:disconnect');
  return deviceLinkId
    ? null
    : new Refusal('INVALID_STATE', 'This authenticator is not a key on a device. Use `removeAuthenticator`.', [
        'input',
        'authenticatorId',
      ]);
};

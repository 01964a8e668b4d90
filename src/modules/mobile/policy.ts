/** Who may set up and end mobile authentication, and in which state: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { outOfReach, Refusal } from '../../schema/errors';
import { mayDisconnect, notYours } from '../device';
import { mayReach, type Principal } from '../../core/authority/principal';

const MAX_AUTHENTICATORS = 10;

/** Only the app on the device, for its user. */
export const mayUseDevice = (
  principal: Principal,
  link: { id: string; userId: string } | null | undefined,
): Refusal | null => {
  if (!link || link.userId !== principal.userId) return notYours();
  return link.id === principal.deviceLinkId
    ? null
    : new Refusal(
        'INVALID_STATE',
        'This is for the app on that device: call it with a token that the user signed in for on it.',
        ['input', 'deviceId'],
      );
};

/** How many keys the user has on the device is asked only where it matters. */
export const mayEnrollMobileAuthentication = async (
  principal: Principal,
  link: { id: string; userId: string },
  held: () => Promise<number>,
): Promise<Refusal | null> =>
  mayUseDevice(principal, link) ??
  ((await held()) >= MAX_AUTHENTICATORS
    ? new Refusal(
        'INVALID_STATE',
        `A device holds at most ${MAX_AUTHENTICATORS} authenticators of a user; remove one first.`,
      )
    : null);

export const mayRevokeMobileAuthentication = (
  principal: Principal,
  { userId, mobileEnrolledAt }: { userId: string; mobileEnrolledAt: Date | null },
): Refusal | null =>
  mayDisconnect(principal, userId) ??
  (mobileEnrolledAt
    ? null
    : new Refusal('INVALID_STATE', 'Mobile authentication is not enabled for this user on this device.'));

/** Keys of a device only: second factors of the account are another mutation's. */
export const mayRemoveDeviceAuthenticator = (
  principal: Principal,
  { userId, deviceLinkId }: { userId: string; deviceLinkId: string | null },
): Refusal | null => {
  if (!mayReach(principal, 'devices:disconnect', userId))
    return outOfReach('authenticator', 'authenticatorId', 'devices:disconnect');
  return deviceLinkId
    ? null
    : new Refusal('INVALID_STATE', 'This one is no key on a device; use `removeAuthenticator`.', [
        'input',
        'authenticatorId',
      ]);
};

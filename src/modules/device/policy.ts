/** Who may disconnect users from devices. Used by the mutations and by the `viewerCan…` fields. */
import { notFound, notFoundWithoutPermission, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../../core/authority/principal';

/** For one device or all of the user's devices. */
export const mayDisconnect = (principal: Principal, userId: string): Refusal | null =>
  mayReach(principal, 'devices:disconnect', userId)
    ? null
    : notFoundWithoutPermission('user', 'userId', 'devices:disconnect');

/** For one link between a user and a device: one that has ended cannot be found. */
export const mayDisconnectLink = (
  principal: Principal,
  { userId, endedAt }: { userId: string; endedAt: Date | null },
): Refusal | null => mayDisconnect(principal, userId) ?? (endedAt ? notFound('device', 'deviceId') : null);

/** The caller is not signed in on the device. */
export const notOwnDevice = (): Refusal => notFound('device', 'deviceId');

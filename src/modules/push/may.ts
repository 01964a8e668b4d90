/** Who may end push, and where there is any: asked by the mutation, which enforces it, and by the `viewerCan…` field. */
import { Refusal } from '../../schema/errors';
import { mayDisconnect } from '../device/may';
import type { Principal } from '../viewer/principal';

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

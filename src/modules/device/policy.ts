/** Who may disconnect users from devices: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { notFound, outOfReach, type Refusal } from '../../schema/errors';
import { mayReach, type Principal } from '../../core/authority/principal';

/** From one device or from all. */
export const mayDisconnect = (principal: Principal, userId: string): Refusal | null =>
  mayReach(principal, 'devices:disconnect', userId) ? null : outOfReach('user', 'userId', 'devices:disconnect');

/** Nobody removes a device that they have not signed in on. */
export const notYours = (): Refusal => notFound('device of yours', 'deviceId');

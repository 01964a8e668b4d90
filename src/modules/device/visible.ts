/** Devices that the caller may see. A device belongs to the users who have signed in on it. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { may, mayOnSomeObject, mayReach } from '../../core/authority/principal';
import type { Device, DeviceLink } from './entity';
import { deviceById, deviceLinkById, isMyDevice, mayReadDevice } from './loaders';

export const visibleDevice = async (context: Context, id: string | null): Promise<Shown<Device, 'id'> | null> => {
  const { principal, load, show } = context;
  if (id === null) return null;
  const visible =
    may(principal, 'devices:read') ||
    (principal.ownsRows && (await load(isMyDevice, id))) ||
    (mayOnSomeObject(principal, 'devices:read') && (await load(mayReadDevice, id)));
  return visible ? show(deviceById, id) : null;
};

export const visibleDeviceLink = async (
  context: Context,
  id: string,
): Promise<Shown<DeviceLink, 'id' | 'userId'> | null> => {
  const link = await context.show(deviceLinkById, id);
  return link && mayReach(await context.principalFor(link.userId), 'devices:read', link.userId) ? link : null;
};

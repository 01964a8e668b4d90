/** Looks devices up for the caller: one's own are those one has signed in on. */
import type { Context } from '../../context';
import { may } from '../viewer/principal';
import type { Device } from './entity';

export const visibleDevice = async (context: Context, id: string | null): Promise<Device | null> => {
  const { principal, loaders } = context;
  if (id === null) return null;
  return may(principal, 'devices:read') || (principal.ownsRows && (await loaders.isMyDevice.load(id)))
    ? loaders.device.load(id)
    : null;
};

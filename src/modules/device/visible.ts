/** Looks devices up for the caller: one's own are those one has signed in on. */
import type { Context } from '../../context';
import { may } from '../viewer/principal';
import type { Device } from './entity';

export const visibleDevice = async (context: Context, id: string | null): Promise<Device | null> => {
  const { principal, database } = context;
  if (id === null) return null;
  const mine = () =>
    database.one('select 1 from device_links where device_id = $1 and user_id = $2 and ended_at is null', [
      id,
      principal.userId,
    ]);
  return may(principal, 'devices:read') || (principal.ownsRows && (await mine()))
    ? context.loaders.device.load(id)
    : null;
};

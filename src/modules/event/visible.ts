/** Finds events that the caller has access to. */
import { may, mayReach } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { Event } from './entity';
import { eventById } from './loaders';

export const visibleEvent = async (context: Context, uuid: string): Promise<Shown<Event, 'id' | 'userId'> | null> => {
  const event = await context.show(eventById, uuid);
  if (!event) return null;
  const caller = await context.principalFor(event.userId);
  return may(caller, 'events:search') || mayReach(caller, 'events:read', event.userId) ? event : null;
};

/**
 * What ends together with something else. Each module contributes its part as `endsWith` in its manifest; whatever ends an object asks here and
 * needs to know no other module. Asking before the modules are composed is a bug: an ending must never leave anything out.
 */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import type { NewEvent } from '../event/record';
import type { Selection } from './selection';

/** Objects that others depend on: a user on a device, all keys of a user on a device, or one authenticator. */
export type Carrier = 'deviceLink' | 'mobileAuthentication' | 'authenticator';

export interface Cause {
  reason: EndReason;
  revocationId: string;
}

/** One module's part; `ids` are the ids of the ending objects. Their users' rows are locked. */
export interface Dependent {
  /** What the receipt lists. */
  selections?(ids: string[]): Selection[];
  /** Events to record; collected before anything ends. */
  events?(database: Database, ids: string[]): Promise<NewEvent[]>;
  /** Writes the end. */
  end?(database: Database, ids: string[], cause: Cause): Promise<unknown>;
}

export type EndsWith = Partial<Record<Carrier, Dependent>>;

let composed: readonly EndsWith[] | null = null;

export const composeDependents = (parts: readonly EndsWith[]): void => {
  composed = parts;
};

const dependentsOn = (carrier: Carrier): Dependent[] => {
  if (!composed) throw new Error('endings need the modules: import src/app/modules first');
  return composed.flatMap((part) => part[carrier] ?? []);
};

/** These objects and everything that depends on them. */
export const selectionsOn = (carrier: Carrier, ids: string[]): Selection[] =>
  ids.length === 0 ? [] : dependentsOn(carrier).flatMap((part) => part.selections?.(ids) ?? []);

export const eventsOn = async (database: Database, carrier: Carrier, ids: string[]): Promise<NewEvent[]> => {
  const events: NewEvent[] = [];
  if (ids.length > 0)
    for (const part of dependentsOn(carrier)) events.push(...((await part.events?.(database, ids)) ?? []));
  return events;
};

export const endCarriers = async (database: Database, carrier: Carrier, ids: string[], cause: Cause): Promise<void> => {
  if (ids.length > 0) for (const part of dependentsOn(carrier)) await part.end?.(database, ids, cause);
};

/**
 * What ends together with something else. Each module contributes its part in its manifest as `endsWith`, so the code that ends an object needs to
 * know no other module. Calling these functions before the modules are composed is an error: an ending must not leave anything out.
 */
import type { Database } from '../../database/database';
import type { EndReason } from '../../schema/enums';
import type { NewEvent } from '../event/record';
import type { Selection } from './selection';

/**
 * Things that others depend on: a user who is deleted, an application, an installation of it whose version was disabled, a user on a device, the
 * keys of a user on a device taken together, and one authenticator.
 */
export type ParentKind =
  'user' | 'application' | 'installation' | 'deviceLink' | 'mobileAuthentication' | 'authenticator';

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
  /** Deletes rows; called after every module has written its end, when the parents are deleted too. */
  remove?(database: Database, ids: string[], cause: Cause): Promise<unknown>;
}

export type EndsWith = Partial<Record<ParentKind, Dependent>>;

let composed: readonly EndsWith[] | null = null;

export const composeDependents = (parts: readonly EndsWith[]): void => {
  composed = parts;
};

const dependentsOn = (parent: ParentKind): Dependent[] => {
  if (!composed) throw new Error('endings need the modules: import src/app/modules first');
  return composed.flatMap((part) => part[parent] ?? []);
};

/** These objects and everything that depends on them. */
export const selectionsOn = (parent: ParentKind, ids: string[]): Selection[] =>
  ids.length === 0 ? [] : dependentsOn(parent).flatMap((part) => part.selections?.(ids) ?? []);

export const eventsOn = async (database: Database, parent: ParentKind, ids: string[]): Promise<NewEvent[]> => {
  const events: NewEvent[] = [];
  if (ids.length > 0)
    for (const part of dependentsOn(parent)) events.push(...((await part.events?.(database, ids)) ?? []));
  return events;
};

export const endWithDependents = async (
  database: Database,
  parent: ParentKind,
  ids: string[],
  cause: Cause,
): Promise<void> => {
  if (ids.length > 0) for (const part of dependentsOn(parent)) await part.end?.(database, ids, cause);
};

interface TableOfUsers {
  deleteBy(column: 'user_id', userIds: string[]): Promise<void>;
}

/** The part of a module whose tables have a `user_id`: the rows of deleted users are deleted, table by table. */
export const deletedWithUser = (...tables: ((database: Database) => TableOfUsers)[]): Dependent => ({
  end: async (database, userIds) => {
    for (const table of tables) await table(database).deleteBy('user_id', userIds);
  },
});

export const removeDependents = async (
  database: Database,
  parent: ParentKind,
  ids: string[],
  cause: Cause,
): Promise<void> => {
  if (ids.length > 0) for (const part of dependentsOn(parent)) await part.remove?.(database, ids, cause);
};

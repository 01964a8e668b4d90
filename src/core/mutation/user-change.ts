/** Changes of a user's properties, with what follows from them in other modules: each tells its part in its manifest, as `aroundUserChange`. */
import type { Database } from '../../database/database';
import type { UserSource, UserType } from '../../schema/enums';
import type { Context } from '../context/context';

/** What the rules of groups ask of a user. */
export interface Properties {
  path: string;
  attributes: unknown;
  type: UserType;
  source: UserSource;
}

export interface UserChange {
  userId: string;
  reason: string | null;
  /** What the user will have, where that changes. */
  next?: Properties | null;
}

/** Calls `change` exactly once, within the caller's transaction; what it throws undoes the change. */
export type AroundUserChange = (
  database: Database,
  context: Pick<Context, 'principal' | 'caller'>,
  about: UserChange,
  change: () => Promise<unknown>,
) => Promise<void>;

let composed: readonly AroundUserChange[] | null = null;

export const composeUserChanges = (parts: readonly AroundUserChange[]): void => {
  composed = parts;
};

/** Carries out a change, each module's part around the next one's. */
export const changeUser: AroundUserChange = async (database, context, about, change) => {
  if (!composed) throw new Error('changes of users need the modules: import src/app/modules first');
  const all = composed.reduceRight<() => Promise<unknown>>(
    (within, around) => () => around(database, context, about, within),
    change,
  );
  await all();
};

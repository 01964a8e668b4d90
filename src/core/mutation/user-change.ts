/** Changes of a user's properties and their consequences in other modules. Each module contributes its part as `aroundUserChange` in its manifest. */
import type { Database } from '../../database/database';
import type { UserSource, UserType } from '../../schema/enums';
import type { Context } from '../context/context';

/** The properties that group rules can use. */
export interface Properties {
  path: string;
  attributes: unknown;
  type: UserType;
  source: UserSource;
}

export interface UserChange {
  userId: string;
  reason: string | null;
  /** The user's new properties, if they change. */
  next?: Properties | null;
}

/** Calls `change` exactly once, within the caller's transaction; throwing rolls the change back. */
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

/** Runs a change with each module's part wrapped around the next. */
export const changeUser: AroundUserChange = async (database, context, about, change) => {
  if (!composed) throw new Error('user changes need the modules: import src/app/modules first');
  const all = composed.reduceRight<() => Promise<unknown>>(
    (within, around) => () => around(database, context, about, within),
    change,
  );
  await all();
};

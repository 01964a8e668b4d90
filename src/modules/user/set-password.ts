/** Keeps a password, as the hash that was made of it; guesses at the former count no longer. The caller has locked the user's row, or just made it. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { recordDerived } from '../../core/derived/record';
import type { Caller } from '../../core/event/record';
import { clearPasswordFailures } from './password-failures';
import { passwords } from './password-repository';

export interface NewPassword {
  userId: string;
  hash: string;
  /** Long enough only as long as the user has a second factor. */
  short?: boolean;
  /** The credentials that it is set with, such as a link. */
  sourceIds?: readonly string[];
}

export const setPassword = async (
  database: Database,
  caller: Caller,
  { userId, hash, short = false, sourceIds = [] }: NewPassword,
): Promise<void> => {
  const id = newId();
  await passwords(database).set({ userId, id, hash, needsSecondFactor: short });
  await clearPasswordFailures(database, userId);
  await recordDerived(database, caller, [{ kind: 'PASSWORD', id, userId, sourceIds }]);
};

/** The same password under a better hash; nothing where it was changed meanwhile. */
export const upgradePassword = async (
  database: Database,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  await passwords(database).update({ userId, hash: from }, { hash: to });
};

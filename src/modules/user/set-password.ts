/** Stores password hashes. The caller has locked the user's row or has just inserted it. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { recordDerived } from '../../core/derived/record';
import type { Caller } from '../../core/event/record';
import { clearPasswordFailures } from './password-failures';
import { passwords } from './password-repository';

export interface NewPassword {
  userId: string;
  hash: string;
  /** Whether the password is only allowed together with a second factor. */
  short?: boolean;
  /** The credentials that were used to set it, such as a recovery link. */
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

/** Replaces the hash of the same password by a stronger one. Does nothing if the password has changed in the meantime. */
export const upgradePassword = async (
  database: Database,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  await passwords(database).update({ userId, hash: from }, { hash: to });
};

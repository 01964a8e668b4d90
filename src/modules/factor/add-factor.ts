/** The checks and records that adding a second factor of any kind needs. */
import type { Database } from '../../database/database';
import { invalidInput, Refusal } from '../../schema/errors';
import type { AuthenticatorKind } from '../../schema/enums';
import { recordDerived } from '../../core/derived/record';
import { type Caller, recordEvents } from '../../core/event/record';
import type { Principal } from '../../core/authority/principal';
import { factorsOf, hasStrongFactor, isStrong } from '../../core/authority/factors';
import { authenticators } from '../mobile';
import { endOneFactorSessions } from './endings';

const MAX_NAME = 100;
const MAX_FACTORS = 10;

export const checkName = (name: string): void => {
  if (name.trim() === '' || name.length > MAX_NAME || name.includes('\0') || !name.isWellFormed())
    throw invalidInput('name', `\`name\` must be text of 1 to ${MAX_NAME} characters.`).because({
      ...{ is: 'TOO_LONG', maximum: MAX_NAME },
    });
};

/** Users add factors only for themselves: an impersonator or administrator could sign in with the factor later. */
export const requireOwner = ({ userId, impersonatorId }: Principal): string => {
  if (!userId || impersonatorId)
    throw new Refusal('INVALID_STATE', 'Sign in as the user: you cannot add a second factor for someone else.');
  return userId;
};

export const checkLimit = async (database: Database, userId: string): Promise<void> => {
  if ((await factorsOf(database, userId)).length >= MAX_FACTORS)
    throw new Refusal(
      'INVALID_STATE',
      `A user can have at most ${MAX_FACTORS} second factors. Remove one first.`,
    ).because({
      ...{ is: 'FACTOR_LIMIT', maximum: MAX_FACTORS },
    });
};

export const addFactor = async (
  database: Database,
  caller: Caller,
  factor: { id: string; userId: string; kind: AuthenticatorKind; name: string; reason: string | null },
): Promise<void> => {
  const { id, userId, kind, name, reason } = factor;
  const first = isStrong(kind) && !(await hasStrongFactor(database, userId));
  await authenticators(database).insert({ id, userId, kind, name, createdAt: () => 'now()' });
  await recordDerived(database, caller, [{ kind: 'AUTHENTICATOR', id, userId }]);
  await recordEvents(database, caller, [{ type: 'AUTHENTICATOR_ENROLLED', userId, reason, details: { kind, name } }]);
  if (first) await endOneFactorSessions(database, caller, userId);
};

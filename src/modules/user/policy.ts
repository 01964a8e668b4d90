/** What may be done to a user, in which state and by whom: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import type { Database } from '../../database/database';
import { Refusal, untouchable } from '../../schema/errors';
import { readSetting, type Settings } from '../../core/setting/settings';
import type { Principal } from '../../core/authority/principal';
import { lastAdministrator, lastAdministratorsAmong } from '../../core/mutation/administrators';
import type { User } from './entity';

/** What is not on the user's own row, asked only where it matters: under the mutation's locks, or of the request's loaders. */
export interface UserPolicyData {
  isLastAdministrator(userId: string): Promise<boolean>;
  setting<K extends keyof Settings>(key: K): Promise<Settings[K]>;
}

export const policyDataIn = (database: Database): UserPolicyData => ({
  isLastAdministrator: async (userId) => (await lastAdministratorsAmong(database, [userId])).has(userId),
  setting: (key) => readSetting(database, key),
});

/** Whom it must not be done to. */
type Asking = Pick<Principal, 'userId'>;

const about = ['input', 'userId'];
const invalidState = (message: string) => new Refusal('INVALID_STATE', message, about);
const NOT_TO_ONESELF = 'You cannot do this to yourself; ask another administrator.';

/** What holds for every change to a user. */
export const mayUpdateUser = (user: User): Refusal | null =>
  user.type === 'INTERNAL_SERVICE_ACCOUNT' ? untouchable(about) : null;

/** Disabling one who is disabled changes nothing, and is no error. */
export const mayDisableUser = async (principal: Asking, user: User, facts: UserPolicyData): Promise<Refusal | null> => {
  const refusal = mayUpdateUser(user);
  if (refusal || user.status === 'DISABLED') return refusal;
  if (user.status === 'INVITED' || user.status === 'PENDING_CONFIRMATION')
    return invalidState(
      `A user who is ${user.status} cannot sign in yet and so cannot be disabled; delete the user instead.`,
    );
  if (user.id === principal.userId) return new Refusal('SELF_ACTION', NOT_TO_ONESELF, about);
  return (await facts.isLastAdministrator(user.id)) ? lastAdministrator() : null;
};

/** Of one who is disabled there may be more to end. */
export const mayLockDownUser = async (principal: Asking, user: User, facts: UserPolicyData): Promise<Refusal | null> =>
  user.id === principal.userId
    ? new Refusal('SELF_ACTION', NOT_TO_ONESELF, about)
    : mayDisableUser(principal, user, facts);

export const mayEnableUser = (user: User): Refusal | null =>
  mayUpdateUser(user) ??
  (user.status === 'INVITED' || user.status === 'PENDING_CONFIRMATION'
    ? invalidState(`A user who is ${user.status} was never enabled.`)
    : user.status === 'DISABLED' && user.hasExpired
      ? invalidState('The account has expired; first set another `expiresAt`, or null, by `updateUser`.')
      : null);

export const mayDeleteUser = async (principal: Asking, user: User, facts: UserPolicyData): Promise<Refusal | null> => {
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (user.id === principal.userId) return new Refusal('SELF_ACTION', NOT_TO_ONESELF, about);
  if (user.status === 'ACTIVE' && (await facts.setting('users.delete.requireDisabled')))
    return invalidState('The user is ACTIVE; disable the user first.');
  return (await facts.isLastAdministrator(user.id)) ? lastAdministrator() : null;
};

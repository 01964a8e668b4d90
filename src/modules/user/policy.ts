/** Which operations are allowed on a user. Enforced by the mutations and reported by the `viewerCan…` fields. */
import type { Database } from '../../database/database';
import { Refusal, internalAccountRefusal } from '../../schema/errors';
import { readSetting, type Settings } from '../../core/setting/settings';
import type { Principal } from '../../core/authority/principal';
import { lastAdministratorRefusal, lastAdministratorsAmong } from '../../core/mutation/administrators';
import type { User } from './entity';

/** What the policy needs beyond the user's row, read only when needed: by mutations under their locks, by fields through loaders. */
export interface UserPolicyData {
  isLastAdministrator(userId: string): Promise<boolean>;
  setting<K extends keyof Settings>(key: K): Promise<Settings[K]>;
}

export const policyDataIn = (database: Database): UserPolicyData => ({
  isLastAdministrator: async (userId) => (await lastAdministratorsAmong(database, [userId])).has(userId),
  setting: (key) => readSetting(database, key),
});

/** The caller: some operations are not allowed on one's own account. */
type PolicyCaller = Pick<Principal, 'userId'>;

const about = ['input', 'userId'];
const invalidState = (message: string) => new Refusal('INVALID_STATE', message, about);
const NOT_ON_OWN_ACCOUNT = 'You cannot do this to your own account. Ask another administrator.';

/** Applies to every change of a user. */
export const mayUpdateUser = (user: User): Refusal | null =>
  user.type === 'INTERNAL_SERVICE_ACCOUNT' ? internalAccountRefusal(about) : null;

/** Disabling a disabled user has no effect and is not an error. */
export const mayDisableUser = async (
  principal: PolicyCaller,
  user: User,
  data: UserPolicyData,
): Promise<Refusal | null> => {
  const refusal = mayUpdateUser(user);
  if (refusal || user.status === 'DISABLED') return refusal;
  if (user.status === 'INVITED' || user.status === 'PENDING_CONFIRMATION')
    return invalidState(
      `The user is ${user.status} and cannot sign in yet, so there is nothing to disable. Delete the user instead.`,
    );
  if (user.id === principal.userId) return new Refusal('SELF_ACTION', NOT_ON_OWN_ACCOUNT, about);
  return (await data.isLastAdministrator(user.id)) ? lastAdministratorRefusal() : null;
};

/** A disabled user can still be locked down: there may be more to end. */
export const mayLockDownUser = async (
  principal: PolicyCaller,
  user: User,
  data: UserPolicyData,
): Promise<Refusal | null> =>
  user.id === principal.userId
    ? new Refusal('SELF_ACTION', NOT_ON_OWN_ACCOUNT, about)
    : mayDisableUser(principal, user, data);

export const mayEnableUser = (user: User): Refusal | null =>
  mayUpdateUser(user) ??
  (user.status === 'INVITED' || user.status === 'PENDING_CONFIRMATION'
    ? invalidState(`The user is ${user.status} and has never been enabled.`)
    : user.status === 'DISABLED' && user.hasExpired
      ? invalidState('The account has expired. First set a new `expiresAt`, or null, with `updateUser`.')
      : null);

export const mayDeleteUser = async (
  principal: PolicyCaller,
  user: User,
  data: UserPolicyData,
): Promise<Refusal | null> => {
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (user.id === principal.userId) return new Refusal('SELF_ACTION', NOT_ON_OWN_ACCOUNT, about);
  if (user.status === 'ACTIVE' && (await data.setting('users.delete.requireDisabled')))
    return invalidState('The user is ACTIVE. Disable the user first.');
  return (await data.isLastAdministrator(user.id)) ? lastAdministratorRefusal() : null;
};

/** People and service accounts: creating, changing, disabling, enabling and deleting them. */
import { Any } from 'typeorm';
import * as many from './many';
import * as service from './service';
import * as inputs from './inputs';
import { defineModule, plannable } from '../../core/module/module';
import { Password, User } from './entity';
import { UserCapabilities } from './capabilities';
import { FolderResolver } from './folders';
import { UserResolver } from './resolver';
import { userRules } from './rules';
import { visibleUser } from './visible';
import { jobOf } from '../../core/job/task';
import { dormancy, dormancyTask } from './dormancy';
import { expire, expireTask } from './expiry';
import { personalData, withoutPersonalData } from './personal-data';
import { LoginName, PreviousId, RetiredSubject } from './tables';
import { passwords } from './password-repository';
import * as vocabulary from './vocabulary';
export { capabilitiesOnUser } from './capabilities';
export { deleteUsers, disableUsers, disableEnding, type UsersEnding } from './endings';
export { User } from './entity';
export { policyDataOf } from './policy-data';
export { lockUserByName } from './lock-user';
export { UserConnection, UserFilter, UserOrder } from './list';
export { administratorsWhoMaySignIn, userById } from './loaders';
export { namesAreFree, takenNames, userIdByName } from './login-name-repository';
export { userTaken } from './name-conflict';
export { checkPreviousId } from './previous-id';
export { PREVIOUS_ID_TAKEN, previousIdIsTaken, previousIds, subjectIsTaken } from './previous-id-repository';
export {
  checkAttributes,
  checkIdentifyingName,
  checkLabel,
  checkLooksLikeEmail,
  checkName,
  checkPath,
  chosenUsername,
  isStorable,
  newEmail,
  newUsername,
} from './validation';
export { checkPassword, hasSecondFactor, isShort, MIN_PASSWORD, MIN_WITH_SECOND_FACTOR } from './password-policy';
export { setPassword, upgradePassword } from './set-password';
export { passwords } from './password-repository';
export { clearPasswordFailures } from './password-failures';
export { issuedInCurrentEpoch } from './selections';
export {
  mayDeleteUser,
  mayDisableUser,
  mayLockDownUser,
  mayUpdateUser,
  policyDataIn,
  type UserPolicyData,
} from './policy';
export { changeProperties, type PropertyChanges } from './change';
export { mayEnableUser } from './policy';
export { requireUser } from './require-user';
export { capabilitiesUnder } from './capability';
export { userList } from './list-repository';
export { findUser, type SignInCandidate, type UserAccount, type UserLock, users } from './repository';
export { visibleUserByUuid } from './visible';

export const userModule = defineModule({
  name: 'user',
  ...vocabulary,
  entities: [User, Password, LoginName, PreviousId, RetiredSubject],
  resolvers: [UserCapabilities, FolderResolver, UserResolver],
  rules: userRules,
  nodes: { User: (context, id) => visibleUser(context, id) },
  plannable: {
    disableUser: plannable(inputs.DisableUserInput, service.disableUser),
    deleteUser: plannable(inputs.DeleteUserInput, service.deleteUser),
    disableUsers: plannable(inputs.DisableUsersInput, many.disableUsers),
    deleteUsers: plannable(inputs.DeleteUsersInput, many.deleteUsers),
  },
  jobs: [
    // The job that is scheduled for the exact time may be lost.
    jobOf(expireTask, expire, { at: '* * * * *' }),
    jobOf(dormancyTask, dormancy, { at: '37 * * * *', catchUp: true }),
  ],
  endsDerived: { PASSWORD: (database, ids) => passwords(database).delete({ id: Any(ids) }) },
  personalData,
  withoutPersonalData,
  withoutRetention: {
    users: 'until it is deleted',
    login_names: 'with the user',
    previous_ids: 'with the user',
    retired_subjects: 'for ever, so that nobody gets the `sub` of somebody else',
    passwords: 'with the user',
  },
});

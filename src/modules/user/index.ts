/** People and service accounts: creating, changing, disabling, enabling and deleting them. */
import { defineModule, plannable } from '../../core/module/module';
import { User, Password } from './entity';
import { UserCapabilities } from './capabilities';
import { FolderResolver } from './folders';
import { UserResolver } from './resolver';
import { userRules } from './rules';
import { visibleUser } from './visible';
import * as many from './many';
import * as service from './service';
import * as inputs from './inputs';
import { jobOf } from '../../core/job/task';
import { dormancy, dormancyTask } from './dormancy';
import { expire, expireTask } from './expiry';
import { personalData, withoutPersonalData } from './personal-data';
import { LoginName } from './tables';

export { capabilitiesOnUser } from './capabilities';
export { type SignInCandidate, type UserAccount, type UserLock, users } from './repository';
export { barring, barUsers, deleteUsers, type More, type UsersEnding } from './endings';
export { User } from './entity';
export { factsOf } from './facts';
export { lockKnown } from './find-by-name';
export { findUser } from './find';
export { forgiveGuesses } from './guesses';
export { underEpochOf } from './issued';
export { UserConnection, UserFilter, userList, UserOrder } from './list';
export { administratorsWhoMaySignIn, userById } from './loaders';
export { namesAreFree, takenNames, userIdByName, userTaken } from './names';
export {
  checkAttributes,
  checkChosenUsername,
  checkEmail,
  checkLabel,
  checkName,
  checkPath,
  checkUsername,
  isStorable,
} from './normalize';
export { checkPassword, hasSecondFactor, isShort, MIN_PASSWORD, MIN_WITH_SECOND_FACTOR } from './password-policy';
export { keepPassword, upgradePassword } from './password';
export { factsIn, mayDeleteUser, mayDisableUser, mayLockDownUser, mayUpdateUser, type UserFacts } from './policy';
export { requireUser } from './require';
export { capabilitiesUnder } from './viewer-can';
export { userOf } from './visible';

export const userModule = defineModule({
  name: 'user',
  entities: [User, Password, LoginName],
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
    // The jobs at the very moment may be lost.
    jobOf(expireTask, expire, { at: '* * * * *' }),
    jobOf(dormancyTask, dormancy, { at: '37 * * * *', catchUp: true }),
  ],
  personalData,
  withoutPersonalData,
});

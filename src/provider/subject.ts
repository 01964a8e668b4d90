/**
 * The `sub` of users. Accounts go by the public id of the user everywhere in the provider. Users who moved here may keep the `sub` of their former
 * system; it replaces the id in what applications get, and is translated back in what they send. No such `sub` looks like an id of this service.
 */
import { users } from '../modules/user';
import { accountIdOf, userIdOf } from './account-id';
import { currentDatabase, currentRequest } from './request/request-scope';

export const subjectOf = async (userId: string): Promise<string> => {
  const request = currentRequest();
  // Whose token or session this request is about, which is nearly always who is asked for.
  const known = request.users.get(userId);
  const read = async () => users(await currentDatabase()).findSubject(userId);
  const kept = known ? known.subject : await request.recall(`subject:${userId}`, read);
  return kept ?? accountIdOf(userId);
};

export const subjectOfAccount = (accountId: string): Promise<string> => subjectOf(userIdOf(accountId));

/** The account with this `sub`; an unknown one is returned as it is, and then belongs to nobody. */
export const accountIdOfSubject = async (subject: string): Promise<string> => {
  const userId = await users(await currentDatabase()).findIdBySubject(subject);
  return userId ? accountIdOf(userId) : subject;
};

/** Who may make and end tokens: asked by the mutations, which enforce it, and by the `viewerCan…` fields. */
import { outOfReach, Refusal, type RequestError } from '../../schema/errors';
import { asMuchForbidden } from '../role/rights';
import type { User } from '../user/entity';
import { mayUpdateUser } from '../user/may';
import { may, mayReach, type Principal } from '../viewer/principal';

export const mayRevokeToken = (principal: Principal, { userId }: { userId: string | null }): Refusal | null =>
  mayReach(principal, 'tokens:revoke', userId) ? null : outOfReach('token', 'tokenId', 'tokens:revoke');

/** What is not on the user's own row. */
export interface OwnerFacts {
  maySignIn(): Promise<boolean>;
  /** Whether the user holds something that the caller does not. */
  holdsMore(): Promise<boolean>;
}

const invalidState = (message: string) => new Refusal('INVALID_STATE', message, ['input', 'userId']);

/** `caller` as the user meets them. Whoever makes a token can use it as the user, and so must hold as much. */
export const mayCreateApiToken = async (
  caller: Principal,
  user: User,
  facts: OwnerFacts,
): Promise<Refusal | RequestError | null> => {
  if (!may(caller, 'tokens:create')) return outOfReach('user', 'userId', 'tokens:create');
  const refusal = mayUpdateUser(user);
  if (refusal) return refusal;
  if (!(await facts.maySignIn()))
    return invalidState(`The user is ${user.status}: API tokens are for those who may use them.`);
  // Else whoever has stolen one could make the next before it ends.
  if (caller.userId === user.id && caller.sessionId === null)
    return invalidState('API tokens of your own are made in a session of yours: sign in, and call it from there.');
  return (await facts.holdsMore()) ? asMuchForbidden() : null;
};

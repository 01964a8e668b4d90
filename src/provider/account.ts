/** The user of a session, code or token as the library's account; undefined if they may not sign in. */
import type { Account, KoaContextWithOIDC } from 'oidc-provider';
import { type UserAccount, users } from '../modules/user';
import { claimsOf } from './claims';
import { clientFacts } from './client-facts';
import { decodeId } from '../platform/type-id';
import { currentRequest } from './request/request-scope';
import { signInResult } from './sessions/sign-in-result';

const findUser = async (userId: string): Promise<UserAccount | null> => {
  const request = currentRequest();
  const known = request.users.get(userId);
  const user = await request.lockUsersAndRead(
    [userId],
    async (database) => known ?? users(database).findAccount(userId),
  );
  if (user) request.users.set(userId, user);
  return user;
};

export const findAccount = async (ctx: KoaContextWithOIDC, accountId: string): Promise<Account | undefined> => {
  const userId = decodeId('User', accountId);
  const user = userId && (await findUser(userId));
  const request = currentRequest();
  if (!user) return undefined;
  // The password was checked in an earlier request. If the user was disabled since, the epoch has changed.
  const login = signInResult(ctx);
  if (login?.accountId === accountId && login.epoch !== user.epoch) return undefined;
  return {
    accountId,
    claims: async (_use, scope) => {
      const { client, grant } = ctx.oidc;
      return claimsOf(await request.database(), {
        user,
        claims: clientFacts(client!).claims,
        granted: grant!.getOIDCScopeFiltered(new Set(scope.split(' '))).split(' '),
        consented: grant!.getOIDCScope().split(' '),
      });
    },
  };
};

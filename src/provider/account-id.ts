/** The subject of tokens is the user's public id, as in GraphQL. */
import { decodeId, encodeId } from '../platform/type-id';

export const accountIdOf = (userId: string): string => encodeId('User', userId);

export const userIdOf = (accountId: string): string => {
  const id = decodeId('User', accountId);
  if (!id) throw new Error('the account id is not a user id');
  return id;
};

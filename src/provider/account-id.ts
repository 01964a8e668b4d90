/** The subject of tokens is the user's public id, the same that GraphQL shows. */
import { decodeId, encodeId } from '../platform/type-id';

export const accountIdOf = (userId: string): string => encodeId('User', userId);

export const userIdOf = (accountId: string): string => {
  const id = decodeId('User', accountId);
  if (!id) throw new Error('an account id that is no user id');
  return id;
};

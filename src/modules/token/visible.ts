/** Finds tokens that the caller may see. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { mayReach } from '../../core/authority/principal';
import type { Token } from './entity';
import { tokenById } from './loaders';

/** By uuid, as other rows reference it. */
export const visibleTokenByUuid = async (
  context: Context,
  id: string | null,
): Promise<Shown<Token, 'id' | 'userId'> | null> => {
  const token = id === null ? null : await context.show(tokenById, id);
  return token && mayReach(await context.principalFor(token.userId), 'tokens:read', token.userId) ? token : null;
};

/** By public id. */
export const visibleToken = (context: Context, publicId: string): Promise<Shown<Token, 'id' | 'userId'> | null> =>
  visibleTokenByUuid(context, decodeId('Token', publicId));

/** Looks tokens up for the caller. */
import type { Context } from '../../context';
import { decodeId } from '../../platform/type-id';
import { mayReach } from '../viewer/principal';
import type { Token } from './entity';

/** By public id. */
export const visibleToken = async (context: Context, publicId: string): Promise<Token | null> => {
  const id = decodeId('Token', publicId);
  const token = id === null ? null : await context.loaders.token.load(id);
  return token && mayReach(await context.facing(token.userId), 'tokens:read', token.userId) ? token : null;
};

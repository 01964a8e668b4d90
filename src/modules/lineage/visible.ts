/** Finds token families that the caller has access to. */
import type { Context } from '../../core/context/context';
import { mayReach } from '../../core/authority/principal';
import { type TokenFamily, tokenFamilyById } from '../token';

/** By uuid. */
export const visibleFamilyByUuid = async (context: Context, id: string | null): Promise<TokenFamily | null> => {
  const family = id === null ? null : await context.load(tokenFamilyById, id);
  return family && mayReach(await context.principalFor(family.userId), 'tokens:read', family.userId) ? family : null;
};

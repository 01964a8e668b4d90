/** Finds token families that the caller has access to. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { mayReach } from '../../core/authority/principal';
import { type TokenFamily, tokenFamilyById } from '../token';

/** By uuid. */
export const visibleFamilyByUuid = async (
  context: Context,
  id: string | null,
): Promise<Shown<TokenFamily, 'id' | 'userId'> | null> => {
  const family = id === null ? null : await context.show(tokenFamilyById, id);
  return family && mayReach(await context.principalFor(family.userId), 'tokens:read', family.userId) ? family : null;
};

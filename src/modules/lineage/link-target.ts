/** Finds the object that a token depends on. */
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { nodeOf } from '../../core/context/node';
import { mayReach } from '../../core/authority/principal';
import { typeOf, type TokenLink } from './explanation';
import { consentInAnyState } from '../consent';

/** Unlike the lists, this includes consents that have ended. */
export const targetOfLink = async (context: Context, link: TokenLink): Promise<object | null> => {
  if (link.onId === null) return null;
  if (link.kind !== 'CONSENT') return nodeOf(context, encodeId(typeOf(link), link.onId));
  const consent = await context.load(consentInAnyState, link.onId);
  return consent && mayReach(await context.principalFor(consent.userId), 'consents:read', consent.userId)
    ? { ...consent, __typename: 'Consent' }
    : null;
};

/** Looks what a token hangs on up for the caller. */
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { nodeOf } from '../../core/context/node';
import { mayReach } from '../../core/authority/principal';
import { typeOf, type TokenLink } from './explanation';
import { consentInAnyState } from '../consent';

/** A consent also when it has ended, unlike in the lists. */
export const linkedBy = async (context: Context, link: TokenLink): Promise<object | null> => {
  if (link.onId === null) return null;
  if (link.kind !== 'CONSENT') return nodeOf(context, encodeId(typeOf(link), link.onId));
  const consent = await context.load(consentInAnyState, link.onId);
  return consent && mayReach(await context.principalFor(consent.userId), 'consents:read', consent.userId)
    ? { ...consent, __typename: 'Consent' }
    : null;
};

/** Finds consents that the caller may see. */
import { mayReach } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { Consent } from './entity';
import { consentInAnyState } from './loaders';

export const visibleConsent = async (
  context: Context,
  uuid: string,
): Promise<Shown<Consent, 'id' | 'userId'> | null> => {
  const found = await context.show(consentInAnyState, uuid);
  return found && mayReach(await context.principalFor(found.userId), 'consents:read', found.userId) ? found : null;
};

/** Authenticators that the caller may see. */
import { mayReach } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { Authenticator } from './entity';
import { authenticatorById } from './loaders';

export const visibleAuthenticator = async (
  context: Context,
  uuid: string,
): Promise<Shown<Authenticator, 'id' | 'userId'> | null> => {
  const found = await context.show(authenticatorById, uuid);
  return found && mayReach(await context.principalFor(found.userId), 'devices:read', found.userId) ? found : null;
};

/** Finds sessions that the caller may see. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { mayReach } from '../../core/authority/principal';
import type { Session } from './entity';
import { sessionById } from './loaders';

/** By uuid, as other rows reference it. */
export const visibleSessionByUuid = async (
  context: Context,
  id: string | null,
): Promise<Shown<Session, 'id' | 'userId'> | null> => {
  const session = id === null ? null : await context.show(sessionById, id);
  return session && mayReach(await context.principalFor(session.userId), 'sessions:read', session.userId)
    ? session
    : null;
};

/** By public id. */
export const visibleSession = (context: Context, publicId: string): Promise<Shown<Session, 'id' | 'userId'> | null> =>
  visibleSessionByUuid(context, decodeId('Session', publicId));

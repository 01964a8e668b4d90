/** Looks up users that the caller has access to. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { mayReach } from '../../core/authority/principal';
import type { User } from './entity';
import { userById } from './loaders';

/** By UUID. */
export const visibleUserByUuid = async (context: Context, id: string | null): Promise<User | null> =>
  id && mayReach(await context.principalFor(id), 'users:read', id) ? context.load(userById, id) : null;

/** By public id. */
export const visibleUser = (context: Context, publicId: string): Promise<User | null> =>
  visibleUserByUuid(context, decodeId('User', publicId));

/** Looks up users that the caller has access to. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { mayReach } from '../../core/authority/principal';
import type { User } from './entity';
import { userById } from './loaders';

/** By UUID. */
export const visibleUserByUuid = async (context: Context, id: string | null): Promise<Shown<User, 'id'> | null> =>
  id && mayReach(await context.principalFor(id), 'users:read', id) ? context.show(userById, id) : null;

/** By public id. */
export const visibleUser = (context: Context, publicId: string): Promise<Shown<User, 'id'> | null> =>
  visibleUserByUuid(context, decodeId('User', publicId));

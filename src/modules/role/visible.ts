/** Finds roles for the caller. */
import { may } from '../../core/authority/principal';
import type { Context } from '../../core/context/context';
import type { Role } from './entity';
import { roleById } from './loaders';

export const visibleRole = async (context: Context, uuid: string): Promise<Role | null> =>
  may(context.principal, 'roles:read') ? context.load(roleById, uuid) : null;

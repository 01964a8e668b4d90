/** Finds roles for the caller. */
import { may } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { Role } from './entity';
import { roleById } from './loaders';

export const visibleRole = async (context: Context, uuid: string): Promise<Shown<Role, 'id'> | null> =>
  may(context.principal, 'roles:read') ? context.show(roleById, uuid) : null;

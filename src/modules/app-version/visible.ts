/** Finds application versions for the caller. */
import { may } from '../../core/authority/principal';
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import type { ApplicationVersion } from './entity';
import { applicationVersionById } from './loaders';

export const visibleVersion = async (
  context: Context,
  uuid: string,
): Promise<Shown<ApplicationVersion, 'id'> | null> =>
  may(context.principal, 'applications:read') ? context.show(applicationVersionById, uuid) : null;

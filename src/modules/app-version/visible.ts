/** Finds application versions for the caller. */
import { may } from '../../core/authority/principal';
import type { Context } from '../../core/context/context';
import type { ApplicationVersion } from './entity';
import { applicationVersionById } from './loaders';

export const visibleVersion = async (context: Context, uuid: string): Promise<ApplicationVersion | null> =>
  may(context.principal, 'applications:read') ? context.load(applicationVersionById, uuid) : null;

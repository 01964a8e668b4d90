/** Looks versions of applications up for the caller. */
import { may } from '../../core/authority/principal';
import type { Context } from '../../core/context/context';
import type { ApplicationVersion } from './entity';
import { applicationVersionById } from './loaders';

export const visibleVersion = async (context: Context, uuid: string): Promise<ApplicationVersion | null> => {
  return may(context.principal, 'applications:read') ? context.load(applicationVersionById, uuid) : null;
};

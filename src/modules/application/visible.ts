/** Finds applications for the caller, who can always see those that they have given consent to or have installed. */
import type { Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import { may } from '../../core/authority/principal';
import type { Application } from './entity';
import { applicationById, isMyApplication } from './loaders';

export const visibleApplication = async (
  context: Context,
  publicId: string,
): Promise<Shown<Application, 'id'> | null> => {
  const { principal, load, show } = context;
  const id = decodeId('Application', publicId);
  if (id === null) return null;
  return may(principal, 'applications:read') || (principal.ownsRows && (await load(isMyApplication, id)))
    ? show(applicationById, id)
    : null;
};

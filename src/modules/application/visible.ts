/** Looks applications up for the caller: one's own are those one has given consent to or has installed. */
import type { Context } from '../../context';
import { decodeId } from '../../platform/type-id';
import { may } from '../viewer/principal';
import type { Application } from './entity';
import { applicationsOf } from './list';

/** By public id. */
export const visibleApplication = async (context: Context, publicId: string): Promise<Application | null> => {
  const { principal, database } = context;
  const id = decodeId('Application', publicId);
  if (id === null) return null;
  const mine = () =>
    database.one(`select 1 from applications x where x.id = $1 and ${applicationsOf('$2::uuid')}`, [
      id,
      principal.userId,
    ]);
  return may(principal, 'applications:read') || (principal.ownsRows && (await mine()))
    ? context.loaders.application.load(id)
    : null;
};

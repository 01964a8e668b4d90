/** Finds the application of a mutation. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { recheckCaller } from '../../core/authority/guard';
import { signsUsersIn } from './checks';
import type { Application } from './entity';
import { mayManageApplication } from './policy';
import { applications } from './repository';

/** An enabled application that signs users in, to which a flow leads at its end. */
export const requireDestination = async (database: Database, publicId: string): Promise<string> => {
  const application = await applications(database).findById(decodeId('Application', publicId));
  if (!application || application.status === 'DISABLED' || !signsUsersIn(application.kind))
    throw notFound('application that signs users in', 'applicationId');
  return application.id;
};

/** The application, locked, for a caller who holds every permission that it can use. */
export const requireApplication = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
  publicId: string,
): Promise<Application> => {
  const id = decodeId('Application', publicId);
  if (id) await applications(database).lock(id);
  await recheckCaller(database);
  const application = await applications(database).findById(id);
  if (!application) throw notFound('application', 'applicationId');
  enforce(mayManageApplication(principal, application));
  return application;
};

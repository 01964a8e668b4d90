/** An application by its id: to show, or locked to be changed. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { confirmCaller } from '../../core/authority/guard';
import type { Application } from './entity';
import { applicationColumns } from './list';
import { mayManageApplication } from './policy';

export const findApplication = (database: Database, id: string | null): Promise<Application | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Application>(`select ${applicationColumns} from applications x where x.id = $1`, [id]);

/** The application of an input, its row locked, for a caller who may do whatever it may. */
export const requireApplication = async (
  database: Database,
  { principal }: Pick<Context, 'principal'>,
  publicId: string,
): Promise<Application> => {
  const id = decodeId('Application', publicId);
  if (id) await database.query('select id from applications where id = $1 for no key update', [id]);
  await confirmCaller(database);
  const application = await findApplication(database, id);
  if (!application) throw notFound('application', 'applicationId');
  enforce(mayManageApplication(principal, application));
  return application;
};

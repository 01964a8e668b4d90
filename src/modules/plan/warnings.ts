/** What to beware of in what a plan would end. */
import type { Database } from '../../database/database';
import { lastAdministratorsAmong } from '../../core/mutation/administrators';
import { users } from '../user';
import type { Effect } from './effect';
import type { PlanWarning } from './entity';

export const warningsOf = async (
  database: Database,
  { endsOwn, userIds, derived, changes }: Effect,
): Promise<PlanWarning[]> => {
  const last = await lastAdministratorsAmong(database, userIds);
  const services = await users(database).countServiceAccounts(userIds);
  const found: PlanWarning[] = [
    {
      code: 'OWN_SESSION',
      message: 'It ends your own session or token: you will be signed out.',
      count: endsOwn ? 1 : 0,
    },
    { code: 'LAST_ADMINISTRATOR', message: 'It ends what belongs to the last administrator.', count: last.size },
    {
      code: 'SERVICE_ACCOUNTS',
      message: `It ends what belongs to ${services} service accounts: what runs under them stops.`,
      count: services,
    },
    {
      code: 'DERIVED_CREDENTIALS',
      message: `${derived} credentials and rights that were created with what ends would remain usable. \`includeDerived\` ends them too, where the mutation has it.`,
      count: derived,
    },
    {
      code: 'DERIVED_CHANGES',
      message: `${changes} other changes were made with what ends, and stay: look at them in \`trace\`.`,
      count: changes,
    },
  ];
  return found.filter(({ count }) => count > 0);
};

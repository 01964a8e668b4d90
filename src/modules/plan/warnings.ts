/** The warnings of a plan. */
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
      message: 'This ends your own session or token. You will be signed out.',
      count: endsOwn ? 1 : 0,
    },
    {
      code: 'LAST_ADMINISTRATOR',
      message: 'This ends sessions, tokens or other things of the last administrator.',
      count: last.size,
    },
    {
      code: 'SERVICE_ACCOUNTS',
      message: `This affects ${services} service accounts. Programs that use them will stop working.`,
      count: services,
    },
    {
      code: 'DERIVED_CREDENTIALS',
      message: `${derived} credentials and rights were created with what this ends and would remain usable. Use \`includeDerived\` to end them too, if the mutation supports it.`,
      count: derived,
    },
    {
      code: 'DERIVED_CHANGES',
      message: `${changes} other changes were made with what this ends and will remain. Review them with \`trace\`.`,
      count: changes,
    },
  ];
  return found.filter(({ count }) => count > 0);
};

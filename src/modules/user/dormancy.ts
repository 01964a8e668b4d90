/** Users who have not been active for long: whom the rule of the settings disables, and the job that does. */
import type { Database } from '../../database/database';
import { defineTask, type Handler } from '../../core/job/task';
import { NOBODY } from '../../core/event/record';
import { withRetries } from '../../core/mutation/run';
import { readSetting } from '../../core/setting/settings';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { disableUsers } from './endings';
import { users } from './repository';

/** One batch, in the order of the ids: the last of them, or null where there are no more. */
const disableAfter = (database: Database, days: number, after: string): Promise<string | null> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const found = await users(tx).listDormantIds(days, after);
      if (found.length === 0) return null;
      await lockPossibleAdministrators(tx, found);
      const dormant = await users(tx).listDormant(days, found);
      const target = dormant.length === 1 ? ({ type: 'User', id: dormant[0]!.id } as const) : null;
      const reason = `No activity for ${days} days.`;
      if (dormant.length > 0) await disableUsers(tx, NOBODY, { action: 'dormancy', target, users: dormant, reason });
      return found.at(-1)!;
    }),
  );

/** Disables the users who have been dormant for as long as the setting says. */
export const dormancyTask = defineTask('dormancy');

export const dormancy: Handler = async (_, { database, signal }) => {
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after !== null) {
    signal.throwIfAborted();
    // Read each time: whoever turns it off stops it.
    const days = await readSetting(database, 'users.dormantDays');
    after = days === 0 ? null : await disableAfter(database, days, after);
  }
};

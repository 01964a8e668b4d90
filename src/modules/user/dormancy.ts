/** The job that disables users who have been inactive for too long. */
import type { Database } from '../../database/database';
import { defineTask, type Handler } from '../../core/job/task';
import { SYSTEM_CALLER } from '../../core/event/record';
import { withRetries } from '../../core/mutation/run';
import { readSetting } from '../../core/setting/settings';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { disableUsers } from './endings';
import { users } from './repository';

/** Disables one batch in order of id. Returns the last id of the batch, or null when there are no more. */
const disableBatch = (database: Database, days: number, after: string): Promise<string | null> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const found = await users(tx).listDormantIds(days, after);
      if (found.length === 0) return null;
      await lockPossibleAdministrators(tx, found);
      const dormant = await users(tx).listDormant(days, found);
      const target = dormant.length === 1 ? ({ type: 'User', id: dormant[0]!.id } as const) : null;
      const reason = `No activity for ${days} days.`;
      if (dormant.length > 0)
        await disableUsers(tx, SYSTEM_CALLER, { action: 'dormancy', target, users: dormant, reason });
      return found.at(-1)!;
    }),
  );

/** Disables users who have been dormant for `users.dormantDays`. */
export const dormancyTask = defineTask('dormancy');

export const dormancy: Handler = async (_, { database, signal }) => {
  let after: string | null = '00000000-0000-0000-0000-000000000000';
  while (after !== null) {
    signal.throwIfAborted();
    // Read before each batch, so that turning the setting off stops the job.
    const days = await readSetting(database, 'users.dormantDays');
    after = days === 0 ? null : await disableBatch(database, days, after);
  }
};

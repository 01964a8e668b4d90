/** Users who have not been active for long: whom the rule of the settings disables, and the job that does. */
import type { Database } from '../../database/database';
import type { Add } from '../../database/list';
import { ADMINISTRATOR } from '../../schema/permissions';
import { defineTask, type Handler } from '../../core/job/task';
import { NOBODY } from '../../core/event/record';
import { withRetries } from '../../core/mutation/run';
import { userMaySignIn } from '../../core/liveness/live';
import { everywhere, HELD_ROLES } from '../../core/authority/held-roles';
import { readSetting } from '../../core/setting/settings';
import { lastActive } from './activity';
import { canAdministrate, lockPossibleAdministrators } from '../../core/mutation/administrators';
import { barUsers } from './endings';
import type { User } from './entity';
import { userList } from './list';

const BATCH = 200;

/** The administrator for good who was active last: never dormant, so that there is always one. */
const SPARED = `(
  select a.id from ${HELD_ROLES} h join roles r on r.id = h.role_id join users a on a.id = h.user_id
  where r.name = '${ADMINISTRATOR}' and ${everywhere('h')} and ${canAdministrate('a')} and a.expires_at is null
  order by ${lastActive('a')} desc, a.id desc limit 1)`;

/** The condition under which the rule, at so many days, disables a user. */
export const dormantFor = (days: number, add: Add): string[] => [
  userMaySignIn('x'),
  `x.type <> 'INTERNAL_SERVICE_ACCOUNT'`,
  `${lastActive('x')} < now() - make_interval(days => ${add(days)}::int)`,
  `x.id is distinct from ${SPARED}`,
];

const among = (database: Database, select: string, days: number, more: string, value: unknown) => {
  const values: unknown[] = [value];
  const conditions = dormantFor(days, (parameter) => `$${values.push(parameter)}`);
  return database.query<User>(
    `select ${select} from users x where ${[more, ...conditions].join(' and ')} order by x.id limit ${BATCH}`,
    values,
  );
};

/** One batch, in the order of the ids: the last of them, or null where there are no more. */
const disableAfter = (database: Database, days: number, after: string): Promise<string | null> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const found = (await among(tx, 'x.id', days, 'x.id > $1::uuid', after)).map(({ id }) => id);
      if (found.length === 0) return null;
      await lockPossibleAdministrators(tx, found);
      const users = await among(tx, userList.select, days, 'x.id = any($1::uuid[])', found);
      const target = users.length === 1 ? ({ type: 'User', id: users[0]!.id } as const) : null;
      const reason = `No activity for ${days} days.`;
      if (users.length > 0) await barUsers(tx, NOBODY, { action: 'dormancy', target, users, reason });
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

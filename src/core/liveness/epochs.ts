/**
 * Epochs as SQL. What is issued carries the epoch of its user and of its application. Each is a sum: the subject's own epoch, and the general one,
 * which counts in steps of `STEP`. Raising the subject's own ends what was issued to that subject; raising a general one ends it for everybody.
 */

/** Own epochs count below it, and start again at 0 when they reach it. */
export const STEP = 1_000_000;

/** The subjects of the ends of general epochs in `epoch_ends`. */
export const EVERY_USER = '00000000-0000-0000-0000-000000000001';
export const EVERY_APPLICATION = '00000000-0000-0000-0000-000000000002';

export type General = 'users' | 'applications';

/** The least epoch that has not ended for everybody. An uncorrelated subquery: PostgreSQL evaluates it once per statement. */
const general = (column: General): string => `(select ge.${column} from general_epochs ge)`;

/** What a subject with this own epoch issues or is issued carries. */
export const fullEpoch = (column: General, own: string): string => `((${own}) % ${STEP} + ${general(column)})`;

/** What is issued to a user now carries this epoch; `u` is the alias of the row of `users`. */
export const userEpoch = (u: string): string => fullEpoch('users', `${u}.epoch`);

/** What is issued by an application now carries this epoch. */
export const applicationEpoch = (a: string): string => fullEpoch('applications', `${a}.epoch`);

/** The planner takes an unknown expression to equal a constant seldom, and to differ from another almost always. Endings are seldom. */
const seldom = (condition: string): string => `case when ${condition} then 1 else 0 end = 1`;

/** The epoch has ended for its subject alone. */
export const ownEpochEnded = (subject: string, epoch: string): string =>
  seldom(`${subject}.epoch % ${STEP} <> ${epoch} % ${STEP}`);

/** The epoch has ended for everybody. Without a row of general epochs every one has. */
export const generalEpochEnded = (column: General, epoch: string): string =>
  seldom(`coalesce(${epoch} < ${general(column)}, ${epoch} is not null)`);

/** The number of the general epoch that an epoch belongs to, as `epoch_ends` has it. */
export const generalEpochOf = (epoch: string): string => `${epoch} / ${STEP}`;

/** The oldest session that belongs to a current epoch: every live one is at least as new. Found in an index, and null where everything has ended. */
const oldest = (current: string): string =>
  `(select fs.id from sessions fs where fs.ended_at is null and ${current} order by fs.id limit 1)`;

/** Follows from a session being live, and ends a search through all sessions early where everything has just ended. */
export const sinceGeneralEpoch = (session: string): string =>
  `${session}.id >= ${oldest(`fs.user_epoch / ${STEP} = (select ge.users / ${STEP} from general_epochs ge)`)}`;

/** The same for the sessions of one user; `userId` is SQL that is the same for all rows. */
export const sinceEpochOfUser = (session: string, userId: string): string =>
  `${session}.id >= ${oldest(
    `fs.user_id = ${userId} and fs.user_epoch + 0 = (select ${userEpoch('fu')} from users fu where fu.id = ${userId})`,
  )}`;

/** Ends every epoch of users, and of applications if wanted, with one row each; how many objects end makes no difference. */
export const RAISE_GENERAL = `
  with raised as (
    update general_epochs set users = users + ${STEP}, applications = applications + case when $1::boolean then ${STEP} else 0 end
    returning users, applications)
  insert into epoch_ends (subject_id, epoch, ended_at, end_reason, revocation_id)
  select '${EVERY_USER}'::uuid, users / ${STEP} - 1, now(), $2, $3::uuid from raised
  union all select '${EVERY_APPLICATION}'::uuid, applications / ${STEP} - 1, now(), $2, $3::uuid from raised where $1::boolean
  on conflict (subject_id, epoch) do update set ended_at = excluded.ended_at, end_reason = excluded.end_reason, revocation_id = excluded.revocation_id`;

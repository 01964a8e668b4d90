/** The recurring retention tasks: deleting due rows, dropping old partitions of events, and creating the next ones. */
import { dropPartitions, ensurePartitions } from '../database/partitions';
import { defineTask, type Job, type JobDefinition, jobOf } from '../core/job/task';
import type { RetentionRule } from '../core/module/retention';
import { readSetting } from '../core/setting/settings';
import { removeDue } from './remove';

/** The minimum retention, whatever the settings say: what ended today can still be looked at today. */
const MIN_DAYS = 1;
const DAY_MS = 86_400_000;

const removeBy = async (due: readonly RetentionRule[], { database, logger, signal }: Job): Promise<void> => {
  for (const rule of due) {
    const days = rule.keepFor && Math.max(MIN_DAYS, await readSetting(database, rule.keepFor));
    const rows = await removeDue(database, rule, days, () => signal.throwIfAborted());
    if (rows > 0) logger.info({ rule: rule.name, rows }, 'deleted rows that were due');
  }
};

/** Deletes rows that are of no use once they have expired. */
const sweepTask = defineTask('sweep');
/** Deletes rows after the retention period of the settings, and creates the partitions for the events of the next months. */
const retentionTask = defineTask('retention');

/** The retention jobs for the rules of all modules. */
export const retentionJobs = (rules: readonly RetentionRule[]): JobDefinition[] => [
  jobOf(
    sweepTask,
    (_, job) =>
      removeBy(
        rules.filter(({ everyMinute }) => everyMinute),
        job,
      ),
    { at: '* * * * *' },
  ),
  jobOf(
    retentionTask,
    async (_, job) => {
      const { database, clock } = job;
      await ensurePartitions(database, clock.now());
      await removeBy(
        rules.filter(({ everyMinute }) => !everyMinute),
        job,
      );
      const days = Math.max(MIN_DAYS, await readSetting(database, 'retention.events'));
      await dropPartitions(database, new Date(clock.now().getTime() - days * DAY_MS));
    },
    { at: '17 * * * *', catchUp: true },
  ),
];

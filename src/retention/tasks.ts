/** The recurring tasks of retention: what is due goes, month after month of events with it, and the next months' partitions are made. */
import { dropPartitions, ensurePartitions } from '../database/partitions';
import { defineTask, type Job, type JobDefinition, jobOf } from '../core/job/task';
import type { RetentionRule } from '../core/module/retention';
import { readSetting } from '../core/setting/settings';
import { removeDue } from './remove';

/** Whatever a setting says: what ended today is still looked at today. */
const LEAST_DAYS = 1;
const DAY_MS = 86_400_000;

const removeBy = async (due: readonly RetentionRule[], { database, logger, signal }: Job): Promise<void> => {
  for (const rule of due) {
    const days = rule.keep && Math.max(LEAST_DAYS, await readSetting(database, rule.keep));
    const rows = await removeDue(database, rule, days, () => signal.throwIfAborted());
    if (rows > 0) logger.info({ rule: rule.name, rows }, 'what was due has been removed');
  }
};

/** Removes what is of no use to anybody once it has expired. */
const sweepTask = defineTask('sweep');
/** Removes what has been kept for as long as the settings say, and makes room for the events of the next months. */
const retentionTask = defineTask('retention');

/** By the rules of all modules. */
export const retentionJobs = (rules: readonly RetentionRule[]): JobDefinition[] => [
  jobOf(
    sweepTask,
    (_, job) =>
      removeBy(
        rules.filter(({ often }) => often),
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
        rules.filter(({ often }) => !often),
        job,
      );
      const days = Math.max(LEAST_DAYS, await readSetting(database, 'retention.events'));
      await dropPartitions(database, new Date(clock.now().getTime() - days * DAY_MS));
    },
    { at: '17 * * * *', catchUp: true },
  ),
];

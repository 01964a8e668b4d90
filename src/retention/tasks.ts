/** The recurring tasks of retention: what is due goes, month after month of events with it, and the next months' partitions are made. */
import { dropPartitions, ensurePartitions } from '../database/partitions';
import { readSetting } from '../core/setting/settings';
import type { Handler, Job } from '../core/job/task';
import { removeDue } from './remove';
import { rules, type Rule } from './rules';

/** Whatever a setting says: what ended today is still looked at today. */
const LEAST_DAYS = 1;
const DAY_MS = 86_400_000;

const removeBy = async (due: Rule[], { database, logger, signal }: Job): Promise<void> => {
  for (const rule of due) {
    const days = rule.keep && Math.max(LEAST_DAYS, await readSetting(database, rule.keep));
    const rows = await removeDue(database, rule, days, () => signal.throwIfAborted());
    if (rows > 0) logger.info({ rule: rule.name, rows }, 'what was due has been removed');
  }
};

export const sweep: Handler<'sweep'> = (_, job) =>
  removeBy(
    rules.filter(({ often }) => often),
    job,
  );

export const retention: Handler<'retention'> = async (_, job) => {
  const { database, clock } = job;
  await ensurePartitions(database, clock.now());
  await removeBy(
    rules.filter(({ often }) => !often),
    job,
  );
  const days = Math.max(LEAST_DAYS, await readSetting(database, 'retention.events'));
  await dropPartitions(database, new Date(clock.now().getTime() - days * DAY_MS));
};

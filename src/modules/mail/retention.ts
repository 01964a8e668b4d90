/** How long mails are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'mails', table: 'mails', over: 'x.created_at', keep: 'retention.jobs' },
];

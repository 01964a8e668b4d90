/** How long mails are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'mails', table: 'mails', endedAt: 'x.created_at', keepFor: 'retention.jobs' },
];

/** How long authenticators, authentication requests and challenges are kept. */
import { type RetentionRule, NO_PENDING_RECEIPTS } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'authentication requests', table: 'authentication_requests', endedAt: 'x.kept_until', keepFor: 0 },
  { name: 'challenges', table: 'device_challenges', endedAt: 'x.expires_at', keepFor: 0 },
  {
    name: 'authenticators',
    table: 'authenticators',
    endedAt: 'x.ended_at',
    keepFor: 'retention.deviceLinks',
    where: NO_PENDING_RECEIPTS,
  },
];

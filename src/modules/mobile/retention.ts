/** How long authenticators, authentication requests and challenges are kept. */
import { type RetentionRule, SETTLED } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'authentication requests', table: 'authentication_requests', over: 'x.kept_until', keep: 0 },
  { name: 'challenges', table: 'device_challenges', over: 'x.expires_at', keep: 0 },
  {
    name: 'authenticators',
    table: 'authenticators',
    over: 'x.ended_at',
    keep: 'retention.deviceLinks',
    where: SETTLED,
  },
];

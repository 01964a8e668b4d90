/** How long sessions are kept. */
import { type RetentionRule, SETTLED } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  {
    name: 'sessions',
    table: 'sessions',
    over: 'x.expires_at',
    keep: 'retention.sessions',
    where: SETTLED,
    neededBy: [
      'select from token_families o where o.session_id = x.id',
      'select from tokens o where o.session_id = x.id',
    ],
  },
];

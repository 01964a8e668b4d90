/** How long sessions are kept. */
import { type RetentionRule, NO_PENDING_RECEIPTS } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  {
    name: 'sessions',
    table: 'sessions',
    endedAt: 'x.expires_at',
    keepFor: 'retention.sessions',
    where: NO_PENDING_RECEIPTS,
    neededBy: [
      'select from token_families o where o.session_id = x.id',
      'select from tokens o where o.session_id = x.id',
    ],
  },
];

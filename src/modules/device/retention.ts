/** How long ended device links are kept. */
import { type RetentionRule, NO_PENDING_RECEIPTS } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  {
    name: 'device links',
    table: 'device_links',
    endedAt: 'x.ended_at',
    keepFor: 'retention.deviceLinks',
    where: NO_PENDING_RECEIPTS,
    neededBy: [
      'select from sessions o where o.device_link_id = x.id',
      'select from tokens o where o.device_link_id = x.id',
      'select from token_families o where o.user_id = x.user_id and o.device_link_id = x.id',
      'select from authenticators o where o.device_link_id = x.id',
    ],
  },
];

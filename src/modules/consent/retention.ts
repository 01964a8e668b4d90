/** How long consents are kept. */
import { type RetentionRule, NO_PENDING_RECEIPTS } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  {
    name: 'consents',
    table: 'consents',
    endedAt: 'least(x.revoked_at, x.expires_at)',
    keepFor: 'retention.consents',
    where: NO_PENDING_RECEIPTS,
    neededBy: [
      'select from token_families o where o.user_id = x.user_id and o.application_id = x.application_id and o.consent_id = x.id',
    ],
  },
];

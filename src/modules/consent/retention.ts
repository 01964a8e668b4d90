/** How long consents are kept. */
import { type RetentionRule, SETTLED } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  {
    name: 'consents',
    table: 'consents',
    over: 'least(x.revoked_at, x.expires_at)',
    keep: 'retention.consents',
    where: SETTLED,
    neededBy: [
      'select from token_families o where o.user_id = x.user_id and o.application_id = x.application_id and o.consent_id = x.id',
    ],
  },
];

/** How long access grants are kept. */
import { type RetentionRule, NO_PENDING_RECEIPTS } from '../../core/module/retention';
import { FAMILY_OWNER } from '../token';

export const retention: RetentionRule[] = [
  {
    name: 'access grants',
    table: 'access_grants',
    endedAt: 'x.expires_at',
    keepFor: 'retention.tokens',
    where: NO_PENDING_RECEIPTS,
    owner: FAMILY_OWNER,
  },
];

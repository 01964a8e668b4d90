/** How long access grants are kept. */
import { type RetentionRule, SETTLED } from '../../core/module/retention';
import { FAMILY } from '../token';

export const retention: RetentionRule[] = [
  {
    name: 'access grants',
    table: 'access_grants',
    over: 'x.expires_at',
    keep: 'retention.tokens',
    where: SETTLED,
    owner: FAMILY,
  },
];

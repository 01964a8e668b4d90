/** How long plans are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'plans', table: 'revocation_plans', endedAt: 'x.expires_at', keepFor: 0 },
];

/** Retention of known browsers. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'known browsers', table: 'known_browsers', endedAt: 'x.expires_at', keepFor: 0 },
];

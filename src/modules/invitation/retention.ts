/** How long invitations are kept after they expire. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'invitations', table: 'invitations', endedAt: 'x.expires_at', keepFor: 'retention.tokens' },
];

/** How long invitations are kept after they expire. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'invitations', table: 'invitations', over: 'x.expires_at', keep: 'retention.tokens' },
];

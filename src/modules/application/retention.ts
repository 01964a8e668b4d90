/** How long application secrets are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'application secrets', table: 'application_secrets', over: 'x.expires_at', keep: 0 },
];

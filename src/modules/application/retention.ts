/** Client secrets are deleted when they expire. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'application secrets', table: 'application_secrets', over: 'x.expires_at', keep: 0 },
];

/** Client secrets are deleted when they expire. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'application secrets', table: 'application_secrets', endedAt: 'x.expires_at', keepFor: 0 },
];

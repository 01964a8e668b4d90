/** How long interactions and signing keys are kept. */
import type { RetentionRule } from '../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'interactions', table: 'oidc_artifacts', over: 'x.expires_at', keep: 0, often: true },
  { name: 'signing keys', table: 'signing_keys', over: 'x.retired_at', keep: 'retention.signingKeys' },
];

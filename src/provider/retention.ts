/** How long interactions, device authorizations and signing keys are kept. */
import type { RetentionRule } from '../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'interactions', table: 'oidc_artifacts', endedAt: 'x.expires_at', keepFor: 0, everyMinute: true },
  {
    name: 'device authorizations',
    table: 'device_authorizations',
    endedAt: 'x.expires_at',
    keepFor: 0,
    everyMinute: true,
  },
  { name: 'signing keys', table: 'signing_keys', endedAt: 'x.retired_at', keepFor: 'retention.signingKeys' },
];

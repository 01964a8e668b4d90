/** How long second factors that were not confirmed are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [
  { name: 'unconfirmed authenticator apps', table: 'totp_secrets', endedAt: 'x.expires_at', keepFor: 0 },
  { name: 'challenges of passkeys', table: 'passkey_challenges', endedAt: 'x.expires_at', keepFor: 0 },
];

/** How long plans are kept. */
import type { RetentionRule } from '../../core/module/retention';

export const retention: RetentionRule[] = [{ name: 'plans', table: 'revocation_plans', over: 'x.expires_at', keep: 0 }];

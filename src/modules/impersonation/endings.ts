/** Ends an impersonation with everything that was issued in it. Used by the mutation and by the provider's page. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import type { Receipt } from '../../core/revocation/engine';
import { endSession } from '../session';

export const endImpersonationOf = (
  database: Database,
  caller: Caller,
  session: { id: string; userId: string },
  { reason = null, dryRun = false, actsOn = true }: { reason?: string | null; dryRun?: boolean; actsOn?: boolean } = {},
): Promise<Receipt> =>
  endSession(database, caller, {
    action: 'endImpersonation',
    sessionId: session.id,
    userId: session.userId,
    impersonated: true,
    removeTokens: true,
    endReason: 'IMPERSONATION_ENDED',
    actsOn,
    reason,
    dryRun,
  });

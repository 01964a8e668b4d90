/** The mutation `revokeEverything`: one row ends everything. What the receipt lists is found and stamped in the background. */
import type { Context } from '../../core/context/context';
import { lockEverything } from '../../core/authority/guard';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { revoke } from '../../core/revocation/engine';
import { type Current, endGeneralEpoch, generalEpochNumber, keepCurrent } from '../../core/revocation/epochs';
import type { Selection } from '../../core/revocation/selection';
import { invalidInput } from '../../schema/errors';
import type { RevokeEverythingInput } from './inputs';

interface Confirmation {
  confirm: string | null;
}

/** What ends; of this list nothing is counted but a first page. */
const selections = (exceptMachines: boolean, { sessionId, tokenId }: Current): Selection[] =>
  (['session', 'token', 'accessGrant'] as const).map((kind) => ({
    kind,
    column: 'everything',
    values: [],
    ...(kind === 'token' && exceptMachines ? { underEpoch: true } : {}),
    ...(sessionId ? { exceptSession: sessionId } : {}),
    ...(kind === 'token' && tokenId ? { exceptToken: tokenId } : {}),
  }));

const NOBODY: Current = { sessionId: null, tokenId: null };

export const revokeEverything = (
  context: Context,
  input: RevokeEverythingInput,
): Promise<MutationResult<Confirmation>> =>
  runMutation(
    context,
    { action: 'revokeEverything', input, reload: () => Promise.resolve({ confirm: null }) },
    async (database) => {
      // Before any other lock. Callers that began earlier have finished then, and those that begin later find themselves ended.
      if (!input.dryRun) await lockEverything(database);
      const { sessionId, tokenId } = context.principal;
      const exceptMachines = input.exceptMachines ?? false;
      const current = input.exceptCurrent ? { sessionId, tokenId } : NOBODY;
      if (!input.reason?.trim()) throw invalidInput('reason', '`reason` is required. State why everything is ended.');
      const confirm = `revoke everything ${(await generalEpochNumber(database)) + 1}`;
      if (!input.dryRun && input.confirm !== confirm)
        throw invalidInput('confirm', '`confirm` must be the text that a dry run returns now.');
      const revocation = await revoke(database, context.caller, {
        action: 'revokeEverything',
        target: null,
        reason: input.reason,
        selections: selections(exceptMachines, current),
        settlesLater: true,
        dryRun: input.dryRun ?? false,
        events: [
          { type: 'EVERYTHING_REVOKED', details: { exceptCurrent: input.exceptCurrent ?? false, exceptMachines } },
        ],
        end: async (revocationId) => {
          await endGeneralEpoch(database, { exceptMachines, reason: 'EVERYTHING_REVOKED', revocationId });
          await keepCurrent(database, current, exceptMachines);
        },
      });
      return { value: { confirm: input.dryRun ? confirm : null }, revocation };
    },
  );

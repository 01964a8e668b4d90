/** Counts unused recovery codes in batches, once per request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { recoveryCodes } from './recovery-code-repository';

export const recoveryCodesLeft = defineLoader(
  (database) =>
    new DataLoader<string, number>(async (ids) => {
      const left = await recoveryCodes(database).countUnused(ids);
      return ids.map((id) => left.find((row) => row.id === id)?.n ?? 0);
    }),
);

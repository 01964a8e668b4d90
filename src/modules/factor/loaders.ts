/** Reads second factors for one request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';

export const recoveryCodesLeft = defineLoader(
  (database) =>
    new DataLoader<string, number>(async (ids) => {
      const left = await database.query<{ id: string; n: number }>(
        `select authenticator_id as id, count(*)::int as n from recovery_codes
         where authenticator_id = any($1::uuid[]) and used_at is null group by 1`,
        [ids],
      );
      return ids.map((id) => left.find((row) => row.id === id)?.n ?? 0);
    }),
);

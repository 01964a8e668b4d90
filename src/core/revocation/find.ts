/** Reads receipts. */
import type { Database } from '../../database/database';
import type { Receipt } from './engine';
import { rowsOf } from '../../database/rows';
import { Revocation } from './entity';

export const findReceipt = (database: Database, id: string): Promise<Receipt | null> =>
  database.one<Receipt>(`select ${revocationColumns} from revocations x where x.id = $1`, [id]);

/** The receipt of what ended this object, for a repeated call that has nothing left to do. */
export const earlierReceipt = async (database: Database, id: string | null): Promise<Receipt | null> => {
  const receipt = id ? await findReceipt(database, id) : null;
  return receipt && { ...receipt, replayed: true };
};

/** The latest receipt of one of these actions for a target. */
export const lastReceipt = async (database: Database, targetId: string, actions: string[]): Promise<Receipt | null> => {
  const receipt = await database.one<Receipt>(
    `select ${revocationColumns} from revocations x where x.target_id = $1 and x.action = any($2::text[]) order by x.id desc limit 1`,
    [targetId, actions],
  );
  return receipt && { ...receipt, replayed: true };
};
export const revocationRows = rowsOf(Revocation, {
  type: 'Revocation',
  from: 'revocations x',
  columns: { replayed: 'false', dryRun: 'false' },
  always: ['userId'],
});

const revocationColumns = revocationRows.select;

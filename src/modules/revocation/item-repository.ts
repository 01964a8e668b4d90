/** The list of the items of a receipt. All other statements about them are in `core/revocation`, which writes them. */
import { RevocationItem } from '../../core/revocation/entity';
import type { ListOrder, ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';

const itemRows = rowsOf<RevocationItem & { id: string }>(RevocationItem as never, {
  type: 'RevocationItem',
  from: '(select i.*, i.item_id as id from revocation_items i) x',
  columns: { id: 'x.id' },
});

/** The items of receipts that are written out: all receipts but large ones in their first seconds. */
export const itemList: ListSource<never> = {
  name: 'revocationItems',
  rows: itemRows,
  orders: { ITEM: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};

/** By the id of what ended, which is the order of creation. */
export const ITEM_ORDER: ListOrder = { field: 'ITEM', direction: 'ASC' };

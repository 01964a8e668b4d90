/** The list of the items of a receipt. All other statements about them are in `core/revocation`, which writes them. */
import type { ListOrder, ListSource } from '../../database/list';

/** The items of receipts that are written out: all receipts but large ones in their first seconds. */
export const itemList: ListSource<never> = {
  name: 'revocationItems',
  select: 'x.id, x.id as "itemId", x.type, x.user_id as "userId", x.revocation_id as "revocationId"',
  from: '(select i.*, i.item_id as id from revocation_items i) x',
  countFrom: () => 'revocation_items x',
  orders: { ITEM: { by: 'x.id', type: 'uuid' } },
  conditions: () => [],
};

/** By the id of what ended, which is the order of creation. */
export const ITEM_ORDER: ListOrder = { field: 'ITEM', direction: 'ASC' };

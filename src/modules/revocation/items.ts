/** Pages of the items of a receipt whose items are not written out: those of a dry run, and those that are found by what ended them. */
import type { Database } from '../../database/database';
import { orderName } from '../../database/list';
import { COUNT_LIMIT, Page, pageRequest, type PageArgs, type Row } from '../../schema/page';
import type { Receipt } from '../../core/revocation/engine';
import type { RevocationItem } from '../../core/revocation/entity';
import { countItems, listItems } from '../../core/revocation/items';
import type { SelectedItem } from '../../core/revocation/selection';
import { ITEM_ORDER, itemList } from './item-repository';

const ORDER = orderName(itemList, ITEM_ORDER);

const asRow = (receipt: Receipt, item: SelectedItem) => ({
  ...item,
  id: item.itemId,
  __key: item.itemId,
  revocationId: receipt.id,
});
type ItemRow = RevocationItem & Row;

/** Ordered by the id of what ended, which is the order of creation. */
export const itemsPage = async (database: Database, receipt: Receipt, args: PageArgs): Promise<Page<ItemRow>> => {
  const request = pageRequest(args, ORDER);
  const { limit, backward, after, before } = request;
  const build = (page: ItemRow[], more: boolean, total: () => Promise<number>) =>
    new Page<ItemRow>(page, ORDER, backward ? more : after !== null, backward ? before !== null : more, async () => {
      const found = await total();
      return { total: Math.min(found, COUNT_LIMIT), isEstimate: found > COUNT_LIMIT };
    });

  if (receipt.items) {
    const all = receipt.items.map((item) => asRow(receipt, item)).sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
    const within = all.filter(({ itemId }) => (!after || itemId > after.id) && (!before || itemId < before.id));
    return build(
      backward ? within.slice(-limit) : within.slice(0, limit),
      within.length > limit,
      async () => all.length,
    );
  }

  const range = { after: after?.id ?? null, before: before?.id ?? null, backward, limit: limit + 1 };
  const rows = await listItems(database, receipt, range);
  const more = rows.length > limit;
  if (more) rows.pop();
  if (backward) rows.reverse();
  return build(
    rows.map((item) => asRow(receipt, item)),
    more,
    () => countItems(database, receipt, COUNT_LIMIT + 1),
  );
};

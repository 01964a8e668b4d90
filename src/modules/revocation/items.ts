/** Pages of the items of a receipt that is not written out: from the answer of a dry run, or from their cause of death. */
import type { Database } from '../../database/database';
import { orderName } from '../../database/list';
import { COUNT_LIMIT, Page, pageRequest, type PageArgs, type Row } from '../../schema/page';
import type { Receipt } from '../../core/revocation/engine';
import type { RevocationItem } from '../../core/revocation/entity';
import { ITEM_ORDER, itemList } from './list';
import { receiptItems, type SelectedItem } from '../../core/revocation/selection';

const ORDER = orderName(itemList, ITEM_ORDER);

const asRow = (receipt: Receipt, item: SelectedItem) => ({
  ...item,
  id: item.itemId,
  __key: item.itemId,
  revocationId: receipt.id,
});
type ItemRow = RevocationItem & Row;

/** Ordered by the id of what died, which is the order in which it came to be. */
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

  const source = receiptItems(receipt);
  const values = [...source.values];
  const add = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    ...(after ? [`i."itemId" > ${add(after.id)}::uuid`] : []),
    ...(before ? [`i."itemId" < ${add(before.id)}::uuid`] : []),
  ];
  const rows = await database.query<SelectedItem>(
    `select i.* from (${source.sql}) i ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
     order by i."itemId" ${backward ? 'desc' : 'asc'} limit ${add(limit + 1)}`,
    values,
  );
  const more = rows.length > limit;
  if (more) rows.pop();
  if (backward) rows.reverse();
  return build(
    rows.map((item) => asRow(receipt, item)),
    more,
    async () =>
      (await database.one<{ n: number }>(
        `select count(*) as n from (select 1 from (${source.sql}) i limit ${COUNT_LIMIT + 1}) c`,
        source.values,
      ))!.n,
  );
};

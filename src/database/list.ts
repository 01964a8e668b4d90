/**
 * Reads pages by keyset, for one list or for the same list of many parents in one statement (`LATERAL … LIMIT`). No OFFSET; the next
 * page costs what the first one does.
 */
import type { OrderDirection } from '../schema/enums';
import { COUNT_LIMIT, Page, type Count, type PageRequest, type Row } from '../schema/page';
import { badInput } from '../schema/errors';
import type { Database } from './database';

/** Collects values as `$1`, `$2`, … of one statement. */
export class Parameters {
  readonly values: unknown[] = [];
  add = (value: unknown): string => `$${this.values.push(value)}`;
}
export type Add = Parameters['add'];

/** A list over one table, whose alias is `x`. */
export interface ListSource<Filter = unknown> {
  name: string;
  select: string;
  /** The table, and joins that never change the number of rows. */
  from: string;
  /** The same with no more than the conditions of this filter need. */
  countFrom(filter: Filter | null): string;
  orders: Record<string, { by: string; type: string }>;
  conditions(filter: Filter, add: Add): string[];
}

export interface ListOrder {
  field: string;
  direction: OrderDirection;
}

export interface ListQuery<Filter = unknown> {
  source: ListSource<Filter>;
  filter: Filter | null;
  order: ListOrder;
  page: PageRequest;
  /** Further conditions that are not the caller's choice: what the principal may see. */
  scope?: (add: Add) => string[];
}

/** What the cursors of a list in an order carry: those of another list or order are refused. */
export const orderName = ({ name }: Pick<ListSource, 'name'>, { field, direction }: ListOrder): string =>
  `${name}:${field}:${direction}`;

const whereOf = (query: ListQuery, add: Add, parent?: string): string[] => [
  ...(parent ? [parent] : []),
  ...(query.filter ? query.source.conditions(query.filter, add) : []),
  ...(query.scope?.(add) ?? []),
];
const joined = (conditions: string[]): string => (conditions.length > 0 ? `where ${conditions.join('\n  and ')}` : '');

/** The select of one page, reading one row more than asked to know whether there are more. */
const pageSql = (query: ListQuery, add: Add, parent?: string): string => {
  const { source, order, page } = query;
  const { by, type } = source.orders[order.field]!;
  const ascending = (order.direction === 'ASC') !== page.backward;
  const conditions = whereOf(query, add, parent);
  const beyond = (cursor: PageRequest['after'], comparison: string) => {
    if (!cursor) return;
    const id = `${add(cursor.id)}::uuid`;
    conditions.push(
      by === 'x.id' ? `x.id ${comparison} ${id}` : `(${by}, x.id) ${comparison} (${add(cursor.key)}::${type}, ${id})`,
    );
  };
  beyond(page.after, order.direction === 'ASC' ? '>' : '<');
  beyond(page.before, order.direction === 'ASC' ? '<' : '>');
  const direction = ascending ? 'asc' : 'desc';
  return `select ${source.select}, (${by})::text as "__key" from ${source.from} ${joined(conditions)}
    order by ${by === 'x.id' ? '' : `${by} ${direction}, `}x.id ${direction} limit ${add(page.limit + 1)}`;
};

const countSql = (query: ListQuery, add: Add, parent?: string): string =>
  `select 1 from ${query.source.countFrom(query.filter)} ${joined(whereOf(query, add, parent))} limit ${add(COUNT_LIMIT + 1)}`;

const asCount = (found: number): Count => ({ total: Math.min(found, COUNT_LIMIT), isEstimate: found > COUNT_LIMIT });

const asPage = <T extends Row>(query: ListQuery, rows: T[], count: () => Promise<Count>): Page<T> => {
  const { page, order } = query;
  const more = rows.length > page.limit;
  if (more) rows.pop();
  if (page.backward) rows.reverse();
  const hasNext = page.backward ? page.before !== null : more;
  const hasPrevious = page.backward ? more : page.after !== null;
  return new Page(rows, orderName(query.source, order), hasPrevious, hasNext, count);
};

/** A cursor that was made up may hold a key that is no value of its type. */
const refuseCursor =
  ({ page }: ListQuery) =>
  (error: unknown): never => {
    const { code } = error as { code?: unknown };
    const isDataException = typeof code === 'string' && code.startsWith('22');
    if (isDataException && (page.after || page.before))
      throw badInput('The cursor is not one of this list in this order; use one that it returned.');
    throw error;
  };

const once = <T>(work: () => Promise<T>): (() => Promise<T>) => {
  let result: Promise<T> | null = null;
  return () => (result ??= work());
};

export const readPage = async <T extends Row, Filter>(
  database: Database,
  query: ListQuery<Filter>,
): Promise<Page<T>> => {
  const general = query as unknown as ListQuery;
  const parameters = new Parameters();
  const rows = await database
    .query<T>(pageSql(general, parameters.add), parameters.values)
    .catch(refuseCursor(general));
  return asPage(
    general,
    rows,
    once(async () => {
      const counting = new Parameters();
      const [row] = await database.query<{ found: number }>(
        `select count(*) as found from (${countSql(general, counting.add)}) c`,
        counting.values,
      );
      return asCount(row!.found);
    }),
  );
};

/** The same page for each parent: `ofParent` is the condition on the parent's id. One statement, and one more if counts are asked for. */
export const readPages = async <T extends Row, Filter>(
  database: Database,
  query: ListQuery<Filter>,
  ofParent: (id: string) => string,
  parentIds: readonly string[],
): Promise<Page<T>[]> => {
  const general = query as unknown as ListQuery;
  const parameters = new Parameters();
  const parents = parameters.add(parentIds);
  const inner = pageSql(general, parameters.add, ofParent('parent.id'));
  const rows = await database
    .query<T & { __parent: string }>(
      `select parent.id as "__parent", page.* from unnest(${parents}::uuid[]) as parent (id) cross join lateral (${inner}) page`,
      parameters.values,
    )
    .catch(refuseCursor(general));
  const byParent = new Map<string, T[]>(parentIds.map((id) => [id, []]));
  for (const row of rows) byParent.get(row.__parent)!.push(row);
  const counts = once(async () => {
    const counting = new Parameters();
    const ids = counting.add(parentIds);
    const found = await database.query<{ id: string; found: number }>(
      `select parent.id, (select count(*) from (${countSql(general, counting.add, ofParent('parent.id'))}) c) as found from unnest(${ids}::uuid[]) as parent (id)`,
      counting.values,
    );
    return new Map(found.map((row) => [row.id, asCount(row.found)]));
  });
  return parentIds.map((id) => asPage(general, byParent.get(id)!, async () => (await counts()).get(id)!));
};

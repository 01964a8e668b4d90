/**
 * Reads pages by keyset, for one list or for the same list of many parents in one statement (`LATERAL … LIMIT`). No OFFSET is used, so later
 * pages cost the same as the first.
 */
import type { OrderDirection } from '../schema/enums';
import { COUNT_LIMIT, Page, type Count, type PageRequest, type Row } from '../schema/page';
import { badInput } from '../schema/errors';
import type { Database } from './database';

/** Collects the values of one statement as `$1`, `$2`, … */
export class Parameters {
  readonly values: unknown[] = [];
  add = (value: unknown): string => `$${this.values.push(value)}`;
}
export type AddParameter = Parameters['add'];

/** A list of one table; its alias is `x`. */
export interface ListSource<Filter = unknown> {
  name: string;
  select: string;
  /** The table, and joins that never change the number of rows. */
  from: string;
  /** Like `from`, with only the joins that this filter needs, and those of `active.condition` if `byActive` is set. */
  countFrom(filter: Filter | null, byActive: boolean): string;
  orders: Record<string, { by: string; type: string }>;
  conditions(filter: Filter, add: AddParameter): string[];
  /** What the argument `active` of the list selects by, and whether the list contains only active rows if the argument is missing. */
  active?: { condition: string; byDefault: boolean };
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
  /** True for rows that are active, false for those that are not. Defaults to `source.active.byDefault`. */
  active?: boolean | null;
  /** Additional conditions that limit the rows to those the principal can see. */
  scope?: (add: AddParameter) => string[];
}

/** Identifies the list and order in its cursors; cursors of another list or order are rejected. */
export const orderName = ({ name }: Pick<ListSource, 'name'>, { field, direction }: ListOrder): string =>
  `${name}:${field}:${direction}`;

const activeCondition = ({ source, active }: ListQuery): string[] => {
  const wanted = active ?? (source.active?.byDefault ? true : null);
  if (!source.active || wanted === null) return [];
  return [wanted ? source.active.condition : `not ${source.active.condition}`];
};

const whereOf = (query: ListQuery, add: AddParameter, parent?: string): string[] => [
  ...(parent ? [parent] : []),
  ...activeCondition(query),
  ...(query.filter ? query.source.conditions(query.filter, add) : []),
  ...(query.scope?.(add) ?? []),
];
const joined = (conditions: string[]): string => (conditions.length > 0 ? `where ${conditions.join('\n  and ')}` : '');

/** The SELECT of one page. It reads one row more than requested to find out whether there are more. */
const pageSql = (query: ListQuery, add: AddParameter, parent?: string): string => {
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

const countSql = (query: ListQuery, add: AddParameter, parent?: string): string =>
  `select 1 from ${query.source.countFrom(query.filter, activeCondition(query).length > 0)} ${joined(whereOf(query, add, parent))} limit ${add(COUNT_LIMIT + 1)}`;

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

/** A forged cursor may contain a key that is not a valid value of its type. */
const refuseCursor =
  ({ page }: ListQuery) =>
  (error: unknown): never => {
    const { code } = error as { code?: unknown };
    const isDataException = typeof code === 'string' && code.startsWith('22');
    if (isDataException && (page.after || page.before))
      throw badInput('Invalid cursor. Use a cursor returned by this list in the same order.', [
        page.after ? 'after' : 'before',
      ]);
    throw error;
  };

const memoize = <T>(work: () => Promise<T>): (() => Promise<T>) => {
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
    memoize(async () => {
      const counting = new Parameters();
      const [row] = await database.query<{ found: number }>(
        `select count(*) as found from (${countSql(general, counting.add)}) c`,
        counting.values,
      );
      return asCount(row!.found);
    }),
  );
};

/** Reads the same page for each parent; `ofParent` is the condition on the parent's id. One statement, and one more if counts are requested. */
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
  const counts = memoize(async () => {
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

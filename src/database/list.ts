/**
 * Reads pages by keyset, for one list or for the same list of many parents in one statement (`LATERAL … LIMIT`). No OFFSET is used, so later
 * pages cost the same as the first.
 */
import type { OrderDirection } from '../schema/enums';
import { COUNT_LIMIT, Page, type Count, type PageRequest, type Row } from '../schema/page';
import { badInput } from '../schema/errors';
import type { Selection } from '../schema/selection';
import type { Database } from './database';
import type { Projection, Rows } from './rows';

/** Collects the values of one statement as `$1`, `$2`, … */
export class Parameters {
  readonly values: unknown[] = [];
  add = (value: unknown): string => `$${this.values.push(value)}`;
}
export type AddParameter = Parameters['add'];

/** A list of one table; its alias is `x`. */
export interface ListSource<Filter = unknown> {
  name: string;
  rows: Rows;
  /** The joins of `rows` that the conditions of this filter need, and `active.condition` if `byActive` is set. */
  joins?(filter: Filter | null, byActive: boolean): string[];
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
  /** The columns to read. Without it, all. */
  selection?: Selection | null;
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

const projectionOf = ({ source, selection }: ListQuery): Projection => source.rows.showing(selection ?? null);

/** The joins that the conditions need. */
const conditionJoins = (query: ListQuery): string[] =>
  query.source.joins?.(query.filter, activeCondition(query).length > 0) ?? [];

/** The SELECT of one page. It reads one row more than requested to find out whether there are more. */
const pageSql = (query: ListQuery, add: AddParameter, parent?: string): string => {
  const { source, order, page } = query;
  const { select, joins } = projectionOf(query);
  const { by, type } = source.orders[order.field]!;
  const ascending = (order.direction === 'ASC') !== page.backward;
  const conditions = whereOf(query, add, parent);
  const isById = by === 'x.id';
  const beyond = (cursor: PageRequest['after'], comparison: string) => {
    if (!cursor) return;
    const id = `${add(cursor.id)}::uuid`;
    conditions.push(
      isById ? `x.id ${comparison} ${id}` : `(${by}, x.id) ${comparison} (${add(cursor.key)}::${type}, ${id})`,
    );
  };
  beyond(page.after, order.direction === 'ASC' ? '>' : '<');
  beyond(page.before, order.direction === 'ASC' ? '<' : '>');
  const direction = ascending ? 'asc' : 'desc';
  const from = source.rows.fromWith(new Set([...joins, ...conditionJoins(query)]));
  return `select ${select}${isById ? '' : `, (${by})::text as "__key"`} from ${from} ${joined(conditions)}
    order by ${isById ? '' : `${by} ${direction}, `}x.id ${direction} limit ${add(page.limit + 1)}`;
};

const countSql = (query: ListQuery, add: AddParameter, parent?: string): string =>
  `select 1 from ${query.source.rows.fromWith(new Set(conditionJoins(query)))} ${joined(whereOf(query, add, parent))} limit ${add(COUNT_LIMIT + 1)}`;

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
  const { whole, make } = projectionOf(general);
  const parameters = new Parameters();
  const found = await database
    .values(pageSql(general, parameters.add), parameters.values, whole)
    .catch(refuseCursor(general));
  return asPage(
    general,
    found.map((values) => new make(values, 0) as T),
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
  const { whole, make } = projectionOf(general);
  const parameters = new Parameters();
  const parents = parameters.add(parentIds);
  const inner = pageSql(general, parameters.add, ofParent('parent.id'));
  const found = await database
    .values(
      `select parent.n, page.* from unnest(${parents}::uuid[]) with ordinality as parent (id, n) cross join lateral (${inner}) page`,
      parameters.values,
      whole,
    )
    .catch(refuseCursor(general));
  const rows: T[][] = parentIds.map(() => []);
  for (const values of found) rows[(values[0] as number) - 1]!.push(new make(values, 1) as T);
  const counts = memoize(async () => {
    const counting = new Parameters();
    const ids = counting.add(parentIds);
    const counted = await database.query<{ id: string; found: number }>(
      `select parent.id, (select count(*) from (${countSql(general, counting.add, ofParent('parent.id'))}) c) as found from unnest(${ids}::uuid[]) as parent (id)`,
      counting.values,
    );
    return new Map(counted.map((row) => [row.id, asCount(row.found)]));
  });
  return parentIds.map((id, n) => asPage(general, rows[n]!, async () => (await counts()).get(id)!));
};

/** Batches the reads of one request: objects by id, and the same page of many parents. */
import DataLoader from 'dataloader';
import type { Page, Row } from '../schema/page';
import { type AddParameter, type ListQuery, Parameters, readPages } from './list';
import type { Selection } from '../schema/selection';
import type { Database } from './database';
import type { Rows } from './rows';

export type ById<T> = DataLoader<string, T | null>;

export interface ByIdOptions {
  condition?: string;
  column?: string;
}

/**
 * Rows by id or another unique column, in one statement per tick; null if there is none or it does not meet the condition. With a selection, only
 * the columns that it shows.
 */
export const byId = <T extends object>(
  database: Database,
  rows: Rows,
  selection: Selection | null,
  { condition = 'true', column = 'id' }: ByIdOptions = {},
): ById<T> => {
  const { whole, select, joins, make } = rows.showing(selection);
  return new DataLoader(async (ids) => {
    const found = await database.values(
      `select x.${column}, ${select} from ${rows.fromWith(joins)} where x.${column} = any($1::uuid[]) and ${condition}`,
      [ids],
      whole,
    );
    const byKey = new Map(found.map((values) => [values[0], new make(values, 1) as unknown as T]));
    return ids.map((id) => byKey.get(id) ?? null);
  });
};

/** The rows of many parents, grouped by parent. For short lists without paging. */
export const byParent = <T extends { parentId: string }>(
  read: (ids: readonly string[]) => Promise<T[]>,
): DataLoader<string, T[]> =>
  new DataLoader(async (ids) => {
    const groups = new Map<string, T[]>(ids.map((id) => [id, []]));
    for (const row of await read(ids)) groups.get(row.parentId)?.push(row);
    return ids.map((id) => groups.get(id)!);
  });

/** Which of these rows meet the condition that a list would apply. */
export const matchesCondition = (
  database: Database,
  from: string,
  scope: (add: AddParameter) => string[],
): DataLoader<string, boolean> =>
  new DataLoader(async (ids) => {
    const { add, values } = new Parameters();
    const conditions = [`x.id = any(${add(ids)}::uuid[])`, ...scope(add)];
    const rows = await database.query<{ id: string }>(
      `select x.id from ${from} where ${conditions.join(' and ')}`,
      values,
    );
    return ids.map((id) => rows.some((row) => row.id === id));
  });

/** Pages of a list for many parents: one loader per list and arguments, because only those select the same page. */
export class PageLoader {
  private readonly loaders = new Map<string, DataLoader<string, Page>>();
  constructor(private readonly database: Database) {}

  /** `key` identifies the arguments: equal keys must mean equal queries. */
  load<T extends Row, Filter>(
    key: string,
    query: () => ListQuery<Filter>,
    ofParent: (id: string) => string,
    parentId: string,
  ): Promise<Page<T>> {
    let loader = this.loaders.get(key);
    if (!loader) {
      const made = query();
      loader = new DataLoader((ids) => readPages(this.database, made as ListQuery, ofParent, ids));
      this.loaders.set(key, loader);
    }
    return loader.load(parentId) as unknown as Promise<Page<T>>;
  }
}

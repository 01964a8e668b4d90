/** Pages of what a receipt ended: of one selection, for settling, and of all its items, for lists. Each is a range of an index. */
import {
  condition,
  endedBy,
  liveness,
  OWNER,
  type SelectedItem,
  type Selection,
  type SelectionKind,
  TABLES,
  TYPES,
} from './selection';

/** Where a page of a selection begins: at this value of its column, after this id. */
export interface Position {
  value: number;
  after: string | null;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface ScannedItem extends SelectedItem {
  value: number;
  /** Whether this receipt ended it. */
  ended: boolean;
}

/**
 * The next rows of a selection, at most `limit`, ended by this receipt or not. Over all pages each row is read once: the values are taken in their
 * order and the rows of one by id, so that a page is a range of an index.
 */
export const scannedPage = (
  selection: Selection,
  receipt: string,
  { value, after }: Position,
  limit: number,
): { sql: string; values: unknown[] } => {
  const values: unknown[] = [];
  const parameter = (given: unknown) => `$${values.push(given)}`;
  const { kind } = selection;
  const [id, rest, first] = [receipt, valuesOf(selection).slice(value), value].map(parameter) as [
    string,
    string,
    string,
  ];
  const [begun, most] = [parameter(after ?? FIRST_ID), parameter(limit)];
  const { joins, death } = selection.anyState ? { joins: '', death: null } : liveness(kind);
  return {
    sql: `select ${TYPES[kind]} as "type", x.id as "itemId", ${OWNER[kind]} as "userId", x.value_number as "value", ${endedBy(kind, death, id)} as "ended"
      from (
        select r.*, ${first}::int + v.n::int - 1 as value_number
        from unnest(${rest}::uuid[]) with ordinality as v (value, n) cross join lateral (
          select x.* from ${TABLES[kind]} x
          where ${condition(selection, parameter, 'v.value')} and x.id > case when v.n = 1 then ${begun}::uuid else '${FIRST_ID}' end
          order by x.id limit ${most}) r
        limit ${most}) x
      ${joins} ${death ?? ''}`,
    values,
  };
};

/** A selection of all rows is read like one of a single value. */
const valuesOf = ({ column, values }: Selection): string[] => (column === 'everything' ? [FIRST_ID] : values);

/** Follows from `endedBy`, and spares the search for the cause of death of what ended before. */
const mayHaveEnded = (kind: SelectionKind, receipt: string): string =>
  `(x.revocation_id = ${receipt}::uuid or ${kind === 'session' ? 'x.ended_at is null' : 'x.revoked_at is null and x.consumed_at is null'})`;

export interface ItemRange {
  /** Only items with greater ids. */
  after: string | null;
  /** Only items with smaller ids. */
  before: string | null;
  /** The last ones first. */
  backward: boolean;
  limit: number;
}

/**
 * A page of the items of a receipt in the order of their ids: those that are written out, and those that settling has not reached yet. Each part
 * reads a range of an index and no more rows than the page has, however much ended.
 */
export const itemsInRange = (
  {
    id,
    selections,
    settling,
  }: { id: string; selections: Selection[]; settling: (Position & { selection: number }) | null },
  { after, before, backward, limit }: ItemRange,
): { sql: string; values: unknown[] } => {
  const values: unknown[] = [];
  const parameter = (given: unknown) => `$${values.push(given)}`;
  const receipt = parameter(id);
  const within = (itemId: string) =>
    [
      after ? `and ${itemId} > ${parameter(after)}::uuid` : '',
      before ? `and ${itemId} < ${parameter(before)}::uuid` : '',
    ].join(' ');
  const page = (by: string) => `order by ${by} ${backward ? 'desc' : 'asc'} limit ${parameter(limit)}`;
  const begun = settling ?? { selection: 0, value: 0, after: null };
  const ahead = selections.slice(begun.selection).map((selection, i) => {
    const { kind } = selection;
    const { joins, death } = selection.anyState ? { joins: '', death: null } : liveness(kind);
    const { value, after: reached } = i === 0 ? begun : { value: 0, after: null };
    return `(select r.* from unnest(${parameter(valuesOf(selection).slice(value))}::uuid[]) with ordinality as v (value, n) cross join lateral (
        select ${TYPES[kind]} as "type", x.id as "itemId", ${OWNER[kind]} as "userId" from ${TABLES[kind]} x ${joins} ${death ?? ''}
        where ${condition(selection, parameter, 'v.value')} ${within('x.id')}
          ${reached ? `and x.id > case when v.n = 1 then ${parameter(reached)}::uuid else '${FIRST_ID}' end` : ''}
          and ${death ? mayHaveEnded(kind, receipt) : 'true'} and ${endedBy(kind, death, receipt)}
        ${page('x.id')}) r ${page('r."itemId"')})`;
  });
  const written = `(select type as "type", item_id as "itemId", user_id as "userId" from revocation_items
      where revocation_id = ${receipt}::uuid ${within('item_id')} ${page('item_id')})`;
  return { sql: `select i.* from (${[written, ...ahead].join('\nunion\n')}) i ${page('i."itemId"')}`, values };
};

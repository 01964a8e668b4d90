/**
 * Rows as a GraphQL type shows them. A statement selects the columns that an operation shows, and makes the joins that these columns need. Reading a
 * column that was not selected throws.
 */
import { columnMap, selectText } from '../schema/columns';
import type { Selection } from '../schema/selection';

type Entity<Row> = abstract new () => Row;

interface Join {
  /** Never changes the number of rows. */
  sql: string;
  /** The columns that need it. */
  columns: readonly string[];
}

/** A statement's select list, its joins, and the class of its rows. */
export interface Projection {
  /** Whether it has all columns. Times are then `Date`; otherwise they are text, as they are shown. */
  whole: boolean;
  names: readonly string[];
  select: string;
  /** The names of the joins that the columns need. */
  joins: ReadonlySet<string>;
  /** Makes a row of the values from `start` on. A value after those of the columns is the row's `__key`. */
  make: new (values: readonly unknown[], start: number) => { id: string; __key?: string };
}

interface Description<Always = PropertyKey> {
  /** The GraphQL type. */
  type: string;
  /** The table; its alias is `x`. */
  from: string;
  /** SQL of columns that the entity does not have, by name. */
  columns?: Readonly<Record<string, string>>;
  joins?: Readonly<Record<string, Join>>;
  /** Columns that are always selected, in addition to `id`. */
  always?: readonly Always[];
}

export class Rows {
  readonly type: string;
  readonly columns: Readonly<Record<string, string>>;
  private readonly whole: Projection;
  private readonly partial = new WeakMap<ReadonlySet<string>, Projection>();
  private readonly nothing: Projection;

  constructor(
    private readonly entity: Entity<object>,
    private readonly description: Description,
  ) {
    this.type = description.type;
    this.columns = { ...columnMap(entity, 'x'), ...description.columns };
    this.whole = this.project(Object.keys(this.columns), true);
    this.nothing = this.project(this.withKeys(new Set()), false);
  }

  /** All columns, for hand-written statements. */
  get select(): string {
    return this.whole.select;
  }

  /** The table with all joins, for hand-written statements. */
  get from(): string {
    return this.fromWith(new Set(Object.keys(this.description.joins ?? {})));
  }

  /** The table with these joins. */
  fromWith(joins: ReadonlySet<string>): string {
    const all = Object.entries(this.description.joins ?? {});
    return [this.description.from, ...all.flatMap(([name, { sql }]) => (joins.has(name) ? [sql] : []))].join('\n');
  }

  /** What to read for an operation; without one, all columns. */
  showing(selection: Selection | null): Projection {
    const asked = selection === null ? null : selection.get(this.type);
    if (asked === null) return this.whole;
    if (asked === undefined) return this.nothing;
    let projection = this.partial.get(asked);
    if (!projection) this.partial.set(asked, (projection = this.project(this.withKeys(asked), false)));
    return projection;
  }

  private withKeys(asked: ReadonlySet<string>): string[] {
    const wanted = new Set<PropertyKey>(['id', ...(this.description.always ?? []), ...asked]);
    return Object.keys(this.columns).filter((name) => wanted.has(name));
  }

  private project(names: string[], whole: boolean): Projection {
    const shown = new Set(names);
    const joins = Object.entries(this.description.joins ?? {}).flatMap(([name, { columns }]) =>
      columns.some((column) => shown.has(column)) ? [name] : [],
    );
    const hidden = Object.keys(this.columns).filter((name) => !shown.has(name));
    return {
      whole,
      names,
      select: selectText(names.map((name) => [name, this.columns[name]!])),
      joins: new Set(joins),
      make: this.rowClass(names, hidden),
    };
  }

  /** Instances of the entity's class as far as resolvers can see, with own properties for what was selected. */
  private rowClass(names: readonly string[], hidden: readonly string[]): Projection['make'] {
    const { type } = this;
    class ShownRow {
      id: string;
      constructor(values: readonly unknown[], start: number) {
        const row = this as unknown as Record<string, unknown>;
        for (let i = 0; i < names.length; i += 1) row[names[i]!] = values[start + i];
        if (start + names.length < values.length) row['__key'] = values[start + names.length];
      }
    }
    Object.setPrototypeOf(ShownRow.prototype, this.entity.prototype as object);
    for (const name of hidden)
      Object.defineProperty(ShownRow.prototype, name, {
        get: () => {
          throw new Error(`${type}.${name} was not selected: the resolver that reads it must declare it with @Reads`);
        },
      });
    return ShownRow;
  }
}

/** With the type of a row that has all columns, and the names of those that are always read. */
export interface RowsOf<Row, Always extends keyof Row> extends Rows {
  readonly typed?: { row: Row; always: Always };
}

/** The columns of an entity, and others. */
export const rowsOf = <Row extends object, const Always extends keyof Row = never>(
  entity: Entity<Row>,
  description: Description<Always>,
): RowsOf<Row, Always | Extract<keyof Row, 'id'>> => new Rows(entity, description);

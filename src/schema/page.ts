/** Relay connections with keyset cursors: arguments, cursor encoding and types. */
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { badInput } from './errors';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'Number of items from the start, 1 to 100. Defaults to 20.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Returns the items after this cursor.' })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Number of items from the end, 1 to 100. Cannot be combined with `first`.',
  })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Returns the items before this cursor.' })
  before?: string | null;
}

export const MAX_PAGE = 100;
export const COUNT_LIMIT = 10_000;

/** Position of a row in a sort order: the value it is sorted by, as PostgreSQL prints it, and the row's id. */
export interface Cursor {
  key: string;
  id: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const encodeCursor = (order: string, { key, id }: Cursor): string =>
  Buffer.from(JSON.stringify([order, id, key])).toString('base64url');

/** Throws BAD_USER_INPUT if the text is not a cursor for this sort order. */
export const decodeCursor = (argument: string, order: string, text: string): Cursor => {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
    if (
      Array.isArray(value) &&
      value.length === 3 &&
      value[0] === order &&
      typeof value[1] === 'string' &&
      UUID.test(value[1]) &&
      typeof value[2] === 'string' &&
      !value[2].includes('\0')
    )
      return { id: value[1], key: value[2] };
  } catch {
    // Every malformed cursor gets the same error.
  }
  throw badInput(`Invalid \`${argument}\` cursor. Use a cursor returned by this list in the same order.`, [argument]);
};

export interface PageRequest {
  limit: number;
  /** Rows are read in the opposite order and then reversed. */
  backward: boolean;
  after: Cursor | null;
  before: Cursor | null;
}

export const pageRequest = (args: PageArgs, order: string): PageRequest => {
  const { first, last, after, before } = args;
  if (first != null && last != null) throw badInput('Use either `first` or `last`, not both.', ['last']);
  for (const [name, value] of [
    ['first', first],
    ['last', last],
  ] as const)
    if (value != null && (value < 1 || value > MAX_PAGE))
      throw badInput(`\`${name}\` must be from 1 to ${MAX_PAGE}.`, [name]);
  return {
    limit: first ?? last ?? 20,
    backward: last != null,
    after: after == null ? null : decodeCursor('after', order, after),
    before: before == null ? null : decodeCursor('before', order, before),
  };
};

export interface Row {
  id: string;
  /** The value the list is sorted by, if it is not the id. */
  __key?: string;
}

export interface Count {
  total: number;
  isEstimate: boolean;
}

const cursorOf = (order: string, { __key, id }: Row): string => encodeCursor(order, { key: __key ?? id, id });

/** One page of a connection. Expensive fields are computed only when selected. */
export class Page<T extends Row = Row> {
  constructor(
    readonly nodes: T[],
    readonly order: string,
    private readonly hasPreviousPage: boolean,
    private readonly hasNextPage: boolean,
    readonly count: () => Promise<Count>,
  ) {}

  get edges(): { node: T; order: string }[] {
    return this.nodes.map((node) => ({ node, order: this.order }));
  }

  get pageInfo(): PageInfo & { page: Page<T> } {
    const { hasPreviousPage, hasNextPage } = this;
    return { hasPreviousPage, hasNextPage, startCursor: null, endCursor: null, page: this };
  }

  cursorAt(index: number): string | null {
    const row = this.nodes.at(index);
    return row ? cursorOf(this.order, row) : null;
  }
}

@ObjectType('PageInfo', { simpleResolvers: true, description: 'Position of a page in its list.' })
export class PageInfo {
  @Field({ description: 'Whether there are items after this page.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether there are items before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of the first item.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last item.' })
  endCursor: string | null;
}

/** Resolvers for computed fields of connections; `build-schema` attaches them. */
export const connectionResolvers = {
  totalCount: async (page: Page) => (await page.count()).total,
  totalCountIsEstimate: async (page: Page) => (await page.count()).isEstimate,
};
export const edgeResolvers = {
  cursor: ({ node, order }: { node: Row; order: string }) => cursorOf(order, node),
};
export const pageInfoResolvers = {
  startCursor: ({ page }: Page['pageInfo']) => page.cursorAt(0),
  endCursor: ({ page }: Page['pageInfo']) => page.cursorAt(-1),
};

/** The connection type for a node type. */
export const connectionOf = <T extends object>(
  node: () => ClassType<T>,
  name: string,
  things: string,
): ClassType<object> => {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `An item in a list of ${things}.` })
  class Edge {
    @Field(node, { description: 'The item.' })
    node: T;

    @Field({ description: 'The cursor of the item, for `after` and `before`.' })
    cursor: string;
  }
  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${things}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The items with their cursors.' })
    edges: Edge[];

    @Field(() => [node()], { description: 'The items without cursors.' })
    nodes: T[];

    @Field(() => PageInfo, { description: 'Position of this page.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      description: `Number of items on all pages, exact up to ${COUNT_LIMIT}. Computed only when selected.`,
    })
    totalCount: number;

    @Field({ description: `Whether there are more items than \`totalCount\`.` })
    totalCountIsEstimate: boolean;
  }
  return Connection;
};

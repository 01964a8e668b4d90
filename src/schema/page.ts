/** Relay connections over keyset cursors: the arguments, the cursor's form and the types. */
import { ArgsType, type ClassType, Field, Int, ObjectType } from 'type-graphql';
import { badInput } from './errors';

@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many from the start, 1 to 100; 20 by default.' })
  first?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes after this cursor.' })
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many from the end, 1 to 100; not together with `first`.' })
  last?: number | null;

  @Field(() => String, { nullable: true, description: 'Only what comes before this cursor.' })
  before?: string | null;
}

export const MAX_PAGE = 100;
export const COUNT_LIMIT = 10_000;

/** The place of a row in an order: the order's own value as PostgreSQL prints it, and the row's id. */
export interface Cursor {
  key: string;
  id: string;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const encodeCursor = (order: string, { key, id }: Cursor): string =>
  Buffer.from(JSON.stringify([order, id, key])).toString('base64url');

/** Throws BAD_USER_INPUT for anything that is not a cursor of this order. */
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
    // Falls through to the one answer for every malformed cursor.
  }
  throw badInput(`\`${argument}\` is not a cursor of this list in this order; use one that it returned.`);
};

export interface PageRequest {
  limit: number;
  /** From the end: rows are read in the opposite order and turned round. */
  backward: boolean;
  after: Cursor | null;
  before: Cursor | null;
}

export const pageRequest = (args: PageArgs, order: string): PageRequest => {
  const { first, last, after, before } = args;
  if (first != null && last != null) throw badInput('Give `first` or `last`, not both.');
  for (const [name, value] of [
    ['first', first],
    ['last', last],
  ] as const)
    if (value != null && (value < 1 || value > MAX_PAGE)) throw badInput(`\`${name}\` must be from 1 to ${MAX_PAGE}.`);
  return {
    limit: first ?? last ?? 20,
    backward: last != null,
    after: after == null ? null : decodeCursor('after', order, after),
    before: before == null ? null : decodeCursor('before', order, before),
  };
};

export interface Row {
  id: string;
  /** The value that the list is ordered by. */
  __key: string;
}

export interface Count {
  total: number;
  isEstimate: boolean;
}

/** One page of a connection. The fields that cost something are computed when they are selected. */
export class Page<T extends Row = Row> {
  readonly edges: { node: T; order: string }[];
  readonly pageInfo: PageInfo & { page: Page<T> };

  constructor(
    readonly nodes: T[],
    readonly order: string,
    hasPreviousPage: boolean,
    hasNextPage: boolean,
    readonly count: () => Promise<Count>,
  ) {
    this.edges = nodes.map((node) => ({ node, order }));
    this.pageInfo = { hasPreviousPage, hasNextPage, startCursor: null, endCursor: null, page: this };
  }

  cursorAt(index: number): string | null {
    const row = this.nodes.at(index);
    return row ? encodeCursor(this.order, { key: row.__key, id: row.id }) : null;
  }
}

@ObjectType('PageInfo', { simpleResolvers: true, description: 'Where a page stands in its list.' })
export class PageInfo {
  @Field({ description: 'Whether something comes after this page.' })
  hasNextPage: boolean;

  @Field({ description: 'Whether something comes before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'The cursor of its first item.' })
  startCursor: string | null;

  @Field(() => String, { nullable: true, description: 'The cursor of its last item.' })
  endCursor: string | null;
}

/** Resolvers of every connection's fields that are computed; build-schema puts them in place. */
export const connectionResolvers = {
  totalCount: async (page: Page) => (await page.count()).total,
  totalCountIsEstimate: async (page: Page) => (await page.count()).isEstimate,
};
export const edgeResolvers = {
  cursor: (edge: { node: Row; order: string }) => encodeCursor(edge.order, { key: edge.node.__key, id: edge.node.id }),
};
export const pageInfoResolvers = {
  startCursor: ({ page }: Page['pageInfo']) => page.cursorAt(0),
  endCursor: ({ page }: Page['pageInfo']) => page.cursorAt(-1),
};

/** The connection type of a node type; `name` where it is not the node's. */
export const connectionOf = <T extends object>(
  node: () => ClassType<T>,
  name: string,
  things: string,
): ClassType<object> => {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of ${things} in a list.` })
  class Edge {
    @Field(node, { description: 'The object itself.' })
    node: T;

    @Field({ description: 'Its place in this list, for `after` and `before`.' })
    cursor: string;
  }
  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of ${things}.` })
  class Connection {
    @Field(() => [Edge], { description: 'The items with their cursors.' })
    edges: Edge[];

    @Field(() => [node()], { description: 'The items alone.' })
    nodes: T[];

    @Field(() => PageInfo, { description: 'Where this page stands.' })
    pageInfo: PageInfo;

    @Field(() => Int, {
      description: `How many there are in all pages; exact to ${COUNT_LIMIT}. Computed only when selected.`,
    })
    totalCount: number;

    @Field({ description: `Whether there are more than \`totalCount\` says.` })
    totalCountIsEstimate: boolean;
  }
  return Connection;
};

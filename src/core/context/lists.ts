/** List arguments of connection fields, and pages of a root list or of many parents at once. */
import { ArgsType, type ClassType, Field } from 'type-graphql';
import type { Context } from './context';
import { orderName, readPage, type AddParameter, type ListSource } from '../../database/list';
import type { Order } from '../../schema/order';
import { PageArgs, pageRequest } from '../../schema/page';

export interface ConnectionArgs<Filter = unknown> extends PageArgs {
  filter?: Filter | null;
  orderBy?: Order | null;
  active?: boolean | null;
}

/** Adds the argument `active` to the arguments of a list of things that end. */
const addActive = (args: ClassType<ConnectionArgs>, { active }: Pick<ListSource, 'active'>): void => {
  if (!active) return;
  const defaults = active.byDefault ? 'true' : 'all items';
  Field(() => Boolean, {
    nullable: true,
    description: `True selects items that are active now, false all others. Defaults to ${defaults}.`,
  })(args.prototype as object, 'active');
};

/** The arguments of a connection with this filter and order. With `source`, those of a list of things that end. */
export const connectionArgs = <Filter>(
  filter: () => ClassType<object>,
  order: () => ClassType<Order>,
  source?: Pick<ListSource, 'active'>,
): ClassType<ConnectionArgs<Filter>> => {
  @ArgsType()
  class Arguments extends PageArgs implements ConnectionArgs<Filter> {
    @Field(filter, { nullable: true, description: 'Filter. Defaults to all items.' })
    filter?: Filter | null;

    @Field(order, { nullable: true, description: 'Sort order. Defaults to newest first.' })
    orderBy?: Order | null;
  }
  if (source) addActive(Arguments, source);
  return Arguments as ClassType<ConnectionArgs<Filter>>;
};

type Scope = (add: AddParameter) => string[];

const orderOf = (args: ConnectionArgs, field: string): Order => args.orderBy ?? { field, direction: 'DESC' };

/** A page of a root list. */
export const pageOf = <Filter>(
  context: Context,
  source: ListSource<Filter>,
  defaultOrder: string,
  args: ConnectionArgs<Filter>,
  scope?: Scope,
) => {
  const order = orderOf(args, defaultOrder);
  return readPage(context.database, {
    source,
    filter: args.filter ?? null,
    order,
    page: pageRequest(args, orderName(source, order)),
    active: args.active ?? null,
    selection: context.selection,
    ...(scope ? { scope } : {}),
  });
};

/**
 * The page of one parent, read together with the same page of the request's other parents. `parent` is the column that holds the parent's id, or
 * a condition built from it.
 */
export const pagesOf = <Filter>(
  context: Context,
  source: ListSource<Filter>,
  defaultOrder: string,
  args: ConnectionArgs<Filter>,
  parent: string | ((id: string) => string),
  parentId: string,
  scope?: Scope,
) => {
  const order = orderOf(args, defaultOrder);
  const condition = typeof parent === 'string' ? (id: string) => `x.${parent} = ${id}` : parent;
  return context.pages.load(
    `${source.name} ${condition('?')} ${JSON.stringify(args)}`,
    () => ({
      source,
      filter: args.filter ?? null,
      order,
      page: pageRequest(args, orderName(source, order)),
      active: args.active ?? null,
      selection: context.selection,
      ...(scope ? { scope } : {}),
    }),
    condition,
    parentId,
  );
};

/** The `orderBy` input of a list. */
import { type ClassType, Field, InputType, registerEnumType } from 'type-graphql';
import { OrderDirection } from './enums';

export interface Order {
  field: string;
  direction: OrderDirection;
}

export const orderOf = (name: string, fields: Record<string, string>): ClassType<Order> => {
  const Fields = Object.fromEntries(Object.keys(fields).map((field) => [field, field]));
  registerEnumType(Fields, {
    name: `${name}OrderField`,
    description: 'Field to sort by.',
    valuesConfig: Object.fromEntries(Object.entries(fields).map(([field, description]) => [field, { description }])),
  });
  @InputType(`${name}Order`, { description: 'Sort order. Ties are ordered by id.' })
  class OrderInput implements Order {
    @Field(() => Fields, { description: 'Field to sort by.' })
    field: string;

    @Field(() => OrderDirection, { defaultValue: 'DESC', description: 'Sort direction.' })
    direction: OrderDirection;
  }
  return OrderInput;
};

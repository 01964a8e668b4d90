/** Enums of lists. */
import { describedEnum, type EnumValue } from './described-enum';

export const OrderDirection = describedEnum('OrderDirection', 'Sort direction.', {
  ASC: 'Smallest or oldest first.',
  DESC: 'Largest or newest first.',
});
export type OrderDirection = EnumValue<typeof OrderDirection>;

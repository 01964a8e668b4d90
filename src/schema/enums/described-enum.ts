/** How the enums of the schema are defined. */
import { registerEnumType } from 'type-graphql';

/** Creates an enum object from a map of value to description and registers it with GraphQL. */
export const describedEnum = <T extends Record<string, string>>(
  name: string,
  description: string,
  values: T,
): { [K in keyof T]: K } => {
  const object = Object.fromEntries(Object.keys(values).map((key) => [key, key])) as { [K in keyof T]: K };
  registerEnumType(object, {
    name,
    description,
    valuesConfig: Object.fromEntries(
      Object.entries(values).map(([key, text]) => [key, { description: text }]),
    ) as never,
  });
  return object;
};

/** The union of an enum's values. */
export type EnumValue<T> = T[keyof T];

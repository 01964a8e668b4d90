/** Column lists derived from the entities, so that a new column needs one line. */
import { getMetadataArgsStorage } from 'typeorm';

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `a.created_at` by `createdAt`, for every column of the entity that is not `select: false`. */
export const columnMap = (entity: abstract new () => object, alias: string): Record<string, string> =>
  Object.fromEntries(
    getMetadataArgsStorage()
      .columns.filter(({ target, options }) => target === entity && options.select !== false)
      .map(({ propertyName }) => [propertyName, `${alias}.${snakeCase(propertyName)}`]),
  );

/** `a.created_at as "createdAt", …`. */
export const selectText = (columns: readonly (readonly [name: string, sql: string])[]): string =>
  columns.map(([name, sql]) => `${sql} as "${name}"`).join(', ');

/** The select list of every column of the entity that is not `select: false`. */
export const columnsOf = (entity: abstract new () => object, alias: string): string =>
  selectText(Object.entries(columnMap(entity, alias)));

/** Column lists derived from the entities, so that a new column needs one line. */
import { getMetadataArgsStorage } from 'typeorm';

export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** `a.created_at as "createdAt", …` for every column of the entity that is not `select: false`. */
export const columnsOf = (entity: abstract new () => object, alias: string): string =>
  getMetadataArgsStorage()
    .columns.filter(({ target, options }) => target === entity && options.select !== false)
    .map(({ propertyName }) => `${alias}.${snakeCase(propertyName)} as "${propertyName}"`)
    .join(', ');

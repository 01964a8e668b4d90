/**
 * Public ids: a prefix that names the type and a UUIDv7 in lower-case Crockford base32 (the TypeID format).
 * An id of another type decodes to null, which every caller treats as not found.
 */
import { fromString, fromUUID, toUUID } from 'typeid-js';
import type { IdPrefixes } from './vocabulary';

export type IdType = keyof IdPrefixes;

export const ID_PREFIXES: Partial<Record<IdType, string>> = {};
const TYPES = new Map<string, IdType>();

/** Adds the id prefixes of a module. A prefix stands for one type. */
export const registerIds = (ids: Readonly<Record<string, string>>): void => {
  const entries = Object.entries(ids) as [IdType, string][];
  for (const [i, [type, prefix]] of entries.entries()) {
    if (!/^[a-z]{3}$/.test(prefix)) throw new Error(`the prefix of ${type} must be three lower-case letters`);
    const other = TYPES.get(prefix) ?? entries.slice(0, i).find(([, earlier]) => earlier === prefix)?.[0];
    if (other && other !== type) throw new Error(`${type} and ${other} share the prefix ${prefix}`);
  }
  for (const [type, prefix] of entries) {
    ID_PREFIXES[type] = prefix;
    TYPES.set(prefix, type);
  }
};

export const encodeId = (type: IdType, uuid: string): string => {
  const prefix = ID_PREFIXES[type];
  if (!prefix) throw new Error(`no module has registered ids of the type ${type}`);
  return fromUUID(uuid, prefix);
};

/** The uuid of a public id of this type, or null for anything else. */
export const decodeId = (type: IdType, id: string): string | null => {
  // The library throws for ids of another type, which takes 200 times as long, so they are detected first.
  if (!id.startsWith(`${ID_PREFIXES[type]}_`)) return null;
  try {
    return toUUID(fromString(id, ID_PREFIXES[type]));
  } catch {
    return null;
  }
};

export const decodeAnyId = (id: string): { type: IdType; uuid: string } | null => {
  const type = TYPES.get(id.slice(0, 3));
  const uuid = type && decodeId(type, id);
  return type && uuid ? { type, uuid } : null;
};

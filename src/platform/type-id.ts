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

const LETTERS = [...'0123456789abcdefghjkmnpqrstvwxyz'];
/** The two letters of each ten bits. */
const PAIRS = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DASH = '-'.charCodeAt(0);
/** Hexadecimal digits by character code. */
const DIGITS = new Uint8Array(128);
for (const [value, digit] of [...'0123456789abcdef'].entries()) DIGITS[digit.charCodeAt(0)] = value;

/** Two zero bits and the 128 of the UUID, in 26 letters. The library takes twice as long, and a page has a hundred ids. */
const base32 = (uuid: string): string => {
  let text = '';
  let bits = 0;
  let count = 2;
  for (let i = 0; i < uuid.length; i += 1) {
    const code = uuid.charCodeAt(i);
    if (code === DASH) continue;
    bits = (bits << 4) | DIGITS[code]!;
    count += 4;
    if (count < 10) continue;
    count -= 10;
    text += PAIRS[bits >> count]!;
    bits &= (1 << count) - 1;
  }
  return text;
};

export const encodeId = (type: IdType, uuid: string): string => {
  const prefix = ID_PREFIXES[type];
  if (!prefix) throw new Error(`no module has registered ids of the type ${type}`);
  return UUID.test(uuid) ? `${prefix}_${base32(uuid)}` : fromUUID(uuid, prefix);
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

/** Randomness: ids that sort by time, and secrets of 256 bits. Nothing else in the project makes either. */
import { randomBytes } from 'node:crypto';
import { v7 } from 'uuid';

/** A UUIDv7 in its canonical text form: later ones sort after earlier ones of the same process. */
export const newId = (): string => v7();

/** A UUIDv7 that sorts just before every id made at or after `time`: the lower bound of a partition. */
export const lowestIdAt = (time: Date): string => {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** 256 random bits as base64url, with a prefix that lets a secret scanner recognise where it came from. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** A key of 256 bits. */
export const newKey = (): Buffer => randomBytes(32);

/** 160 bits: what RFC 4226 §4 recommends of a seed that an app and the service share. */
export const newSeed = (): Buffer => randomBytes(20);

/** Crockford's alphabet has nothing that people read as something else. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** 125 random bits for people to write down: five groups of five letters. */
export const newWrittenSecret = (): string =>
  [...randomBytes(25)].map((byte, i) => `${i > 0 && i % 5 === 0 ? '-' : ''}${LETTERS[byte & 31]}`).join('');

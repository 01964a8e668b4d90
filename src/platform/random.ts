/** Randomness: time-sorted ids and 256-bit secrets. The only place where either is generated. */
import { randomBytes, randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';

const ID_BYTES = 16;
/** Filled as a whole: one call of the generator costs more than the rest of an id. */
const pool = new Uint8Array(256 * ID_BYTES);
let used = pool.length;

const nextRandom = (): Uint8Array => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += ID_BYTES));
};

/** The time of the last id and its number within that millisecond: 32 bits that begin at random, with room to count. */
let time = 0;
let sequence = 0;

/** A UUIDv7 in canonical text form. Later ids sort after earlier ones of the same process. */
export const newId = (): string => {
  const random = nextRandom();
  const now = Date.now();
  if (now > time) {
    time = now;
    sequence = ((random[6]! & 0x7f) << 24) | (random[7]! << 16) | (random[8]! << 8) | random[9]!;
  } else {
    sequence = (sequence + 1) | 0;
    if (sequence === 0) time += 1;
  }
  return v7({ random, msecs: time, seq: sequence });
};

/** A UUIDv7 that sorts among those of an earlier time. */
export const newIdAt = (time: Date): string => v7({ msecs: time.getTime() });

/** A UUIDv7 that sorts before every id created at or after `time`: the lower bound of a partition. */
export const lowestIdAt = (time: Date): string => {
  const hex = time.getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
};

/** 256 random bits in base64url, with a prefix that lets secret scanners recognize the source. */
export const newSecret = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`;

/** A 256-bit key. */
export const newKey = (): Buffer => randomBytes(32);

/** 160 bits, as RFC 4226 section 4 recommends for a seed shared by an app and the service. */
export const newSeed = (): Buffer => randomBytes(20);

/** Crockford's alphabet has no characters that are easily confused. */
const LETTERS = '0123456789abcdefghjkmnpqrstvwxyz';

/** 125 random bits for people to write down: five groups of five characters. */
export const newHumanReadableSecret = (): string =>
  [...randomBytes(25)].map((byte, i) => `${i > 0 && i % 5 === 0 ? '-' : ''}${LETTERS[byte & 31]}`).join('');

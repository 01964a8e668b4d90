/** Public ids as TypeID writes them: a prefix, and the 128 bits of the UUID in 26 letters of Crockford's base32. */
'use strict';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
/** The two letters of each ten bits. */
const PAIR = Array.from({ length: 1024 }, (_, n) => ALPHABET[n >> 5] + ALPHABET[n & 31]);

exports.encodeId = (prefix, uuid) => {
  const a = parseInt(uuid.slice(0, 8), 16);
  const b = parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16);
  const c = parseInt(uuid.slice(19, 23) + uuid.slice(24, 28), 16);
  const d = parseInt(uuid.slice(28), 16);
  const first = PAIR[a >>> 24] + PAIR[(a >>> 14) & 1023] + PAIR[(a >>> 4) & 1023] + PAIR[((a & 15) << 6) | (b >>> 26)];
  const second = PAIR[(b >>> 16) & 1023] + PAIR[(b >>> 6) & 1023] + PAIR[((b & 63) << 4) | (c >>> 28)];
  const third = PAIR[(c >>> 18) & 1023] + PAIR[(c >>> 8) & 1023] + PAIR[((c & 255) << 2) | (d >>> 30)];
  return `${prefix}_${first}${second}${third}${PAIR[(d >>> 20) & 1023]}${PAIR[(d >>> 10) & 1023]}${PAIR[d & 1023]}`;
};

/** argon2 in the PHC format. `verify` in hash.ts does the rest, so these hashes are not foreign there. */
import { unpadded } from './family';

const MAX_MEMORY_KIB = 262_144;

/** Memory times passes, which the time depends on: 1 GiB once, or 64 MiB 16 times. */
const MAX_WORK_KIB = 1_048_576;

const MAX_LANES = 16;

/** Without a version it is version 16. */
const ARGON2 =
  /^\$argon2(?:id|i|d)(?:\$v=(?:16|19))?\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$[A-Za-z0-9+/]{11,100}\$[A-Za-z0-9+/]{16,100}$/;

export const readArgon2 = (text: string): string | null => {
  const found = ARGON2.exec(text);
  if (!found) return null;
  const [memory, passes, lanes] = found.slice(1).map(Number) as [number, number, number];
  const isBearable = memory <= MAX_MEMORY_KIB && memory * passes <= MAX_WORK_KIB && lanes <= MAX_LANES;
  return isBearable && passes > 0 && lanes > 0 && memory >= 8 * lanes ? text : null;
};

export const argon2Hash = (
  type: string,
  { version, memory, passes, lanes }: { version: number; memory: number; passes: number; lanes: number },
  salt: Buffer,
  hash: Buffer,
): string => `$argon2${type}$v=${version}$m=${memory},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;

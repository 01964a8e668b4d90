/** bcrypt, also of a digest of the password, as WordPress and Django make it. */
import { createHash, createHmac } from 'node:crypto';
import { verify } from '@node-rs/bcrypt';
import type { HashFamily } from './family';

const COSTS = { least: 4, most: 13 };

const BCRYPT = /^(\$wp|bcrypt_sha256\$)?(\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53})$/;

/** What is hashed, for each prefix. */
const SECRETS: Record<string, (password: string) => string[]> = {
  '': (password) => [password],
  // Some exporters put the prefix before a hash of the password itself.
  $wp: (password) => [createHmac('sha384', 'wp-sha384').update(password).digest('base64'), password],
  bcrypt_sha256$: (password) => [createHash('sha256').update(password).digest('hex')],
};

const LETTERS = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** The last letters of salt and hash carry 4 and 2 unused bits. Some systems set them, and the library then refuses the hash. */
const withoutUnusedBits = (hash: string): string => {
  const cleared = (at: number, bits: number): string => LETTERS[(LETTERS.indexOf(hash.at(at)!) >> bits) << bits]!;
  return hash.slice(0, -32) + cleared(-32, 4) + hash.slice(-31, -1) + cleared(-1, 2);
};

const matchesAny = async (hash: string, secrets: string[]): Promise<boolean> => {
  for (const secret of secrets) if (await verify(secret, hash)) return true;
  return false;
};

export const bcrypt: HashFamily = {
  read: (text) => {
    const cost = Number(BCRYPT.exec(text)?.[3]);
    return cost >= COSTS.least && cost <= COSTS.most ? text : null;
  },

  verify: (stored, password) => {
    const [, prefix = '', hash] = BCRYPT.exec(stored) ?? [];
    return hash === undefined ? null : matchesAny(withoutUnusedBits(hash), SECRETS[prefix]!(password));
  },
};

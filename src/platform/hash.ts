/** Hashes: SHA-256 for random values of 112 bits and more (tokens, cookies, client secrets, recovery codes), argon2id for what people choose. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { hash as argon2, hashRaw, verify, type Options } from '@node-rs/argon2';

/** What the database keeps of a token, code, cookie or client secret. */
export const secretHash = (value: string): Buffer => createHash('sha256').update(value, 'utf8').digest();

export const sameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

/** OWASP's second recommended setting; 2 is Argon2id in the library's enumeration. */
const ARGON2ID: Options = { algorithm: 2 as never, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Lets `limit` works run at once and queues the rest, so that a storm of sign-ins cannot occupy the whole thread pool. */
const gate = (limit: number) => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};
const bounded = gate(2);

export const passwordHash = (password: string): Promise<string> => bounded(() => argon2(password, ARGON2ID));

/** The same of a password that is only ever compared with one that came with the same salt, of 16 bytes or more. */
export const passwordDigest = (password: string, salt: Buffer): Promise<Buffer> =>
  bounded(() => hashRaw(password, { ...ARGON2ID, salt }));

/** A hash of no password: checked when the user is unknown, so that both answers take the same time. */
const NOBODY = '$argon2id$v=19$m=19456,t=2,p=1$yojz1qslwW88LIQ26nNyHg$wETtFkPi5Ji45TlMQX801XYVOYnshl3QmJw/Xbe/Q6Y';

export const passwordMatches = async (hash: string | null, password: string): Promise<boolean> => {
  const matches = await bounded(() => verify(hash ?? NOBODY, password)).catch(() => false);
  return matches && hash !== null;
};

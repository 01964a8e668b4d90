/** The worker thread of crypt.ts: verifies one hash and ends. It imports no other file of the project, so that tests can run its source. */
import { hash as digest, timingSafeEqual } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';

const LETTERS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Six bits for each letter, the lowest first. */
const encode = (bytes: Buffer): string => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const part = bytes.subarray(at, at + 3);
    const bits = part.readUIntLE(0, part.length);
    for (let letter = 0; letter <= part.length; letter += 1) text += LETTERS[(bits >> (6 * letter)) & 63];
  }
  return text;
};

/** `$P$`, a letter for the logarithm of the number of rounds, 8 letters of salt, 22 of hash. */
const phpass = (stored: string, password: string): string => {
  const secret = Buffer.from(password);
  const block = Buffer.concat([Buffer.alloc(16), secret]);
  let made = digest('md5', Buffer.concat([Buffer.from(stored.slice(4, 12)), secret]), 'buffer');
  for (let round = 2 ** LETTERS.indexOf(stored[3]!); round > 0; round -= 1) {
    made.copy(block);
    made = digest('md5', block, 'buffer');
  }
  return stored.slice(0, 12) + encode(made);
};

const isSame = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const { stored, password } = workerData as { stored: string; password: string };
if (/^\$[PH]\$/.test(stored)) parentPort!.postMessage(isSame(phpass(stored, password), stored));
else void import('unixcrypt').then(({ verify }) => parentPort!.postMessage(verify(password, stored)));

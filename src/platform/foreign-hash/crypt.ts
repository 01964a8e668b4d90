/**
 * Hashes that hash again and again in JavaScript: SHA-crypt (`$5$`, `$6$`) and phpass (`$P$`, `$H$`). A worker thread verifies them, because they
 * would occupy the main thread for up to seconds.
 */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HashFamily } from './family';

/** Linux's default is 5,000. Passlib's default of 656,000 takes seconds. */
const ROUNDS = { least: 1_000, most: 200_000 };

/** The logarithm of phpass's number of rounds. Passlib's default is 19. */
const PHPASS_ROUNDS = { least: 7, most: 19 };

const SHA_CRYPT =
  /^\$(?:5\$(?:rounds=(\d{4,6})\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}|6\$(?:rounds=(\d{4,6})\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86})$/;

const PHPASS = /^\$[PH]\$([./A-Za-z0-9])[./A-Za-z0-9]{30}$/;

const LETTERS = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** In tests, Node runs the source. */
const WORKER = path.join(__dirname, `crypt-worker${path.extname(__filename)}`);

const isBetween = (value: number, { least, most }: { least: number; most: number }): boolean =>
  value >= least && value <= most;

const verifyInWorker = (stored: string, password: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(WORKER, { workerData: { stored, password }, execArgv: [], stderr: true });
    worker.once('message', (matches: boolean) => resolve(matches));
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker ended without an answer.')));
  });

export const crypt: HashFamily = {
  read: (text) => {
    const sha = SHA_CRYPT.exec(text);
    if (sha) return isBetween(Number(sha[1] ?? sha[2] ?? 5_000), ROUNDS) ? text : null;
    const phpass = PHPASS.exec(text);
    return phpass && isBetween(LETTERS.indexOf(phpass[1]!), PHPASS_ROUNDS) ? text : null;
  },

  verify: (stored, password) =>
    SHA_CRYPT.test(stored) || PHPASS.test(stored) ? verifyInWorker(stored, password) : null,
};

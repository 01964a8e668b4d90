/** `/readyz`: whether this process can serve requests now, and why not. The log says when that changes. */
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '../database/database';
import { writeProblem } from '../database/room';
import { missingKeys } from '../database/sealing-keys';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import type { SealingKeys } from '../platform/sealing-keys';
import { signingKeys } from '../provider/signing-key-repository';
import type { SigningKeys } from '../provider/signing-keys';

export interface ReadinessOptions {
  database: Database;
  clock: Clock;
  logger: Logger;
  sealing: SealingKeys;
  signing: SigningKeys;
  /** The directory of the embedded PostgreSQL, whose disk is this process's concern. */
  embeddedIn: string | null;
  isDraining(): boolean;
}

const PROBE_BYTES = 65_536;
const PROBE_MS = 1_000;

/** Whether a file of some size can be written. Tried once a second at most. */
const diskProbe = (directory: string, clock: Clock): (() => string | null) => {
  const file = path.join(directory, `.room-${process.pid}`);
  let [problem, tried]: [string | null, number] = [null, -Infinity];
  return () => {
    const now = clock.now().getTime();
    if (Math.abs(now - tried) < PROBE_MS) return problem;
    [problem, tried] = [null, now];
    try {
      writeFileSync(file, Buffer.alloc(PROBE_BYTES));
      rmSync(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      problem = `DATA_DIR cannot be written (${code}): free space on its disk, or make it writable`;
    }
    return problem;
  };
};

const list = (ids: string[]): string => `${ids.length === 1 ? 'key' : 'keys'} ${ids.join(', ')}`;

export const createReadiness = (options: ReadinessOptions): (() => Promise<string | null>) => {
  const { database, logger, sealing, signing, embeddedIn } = options;
  const diskProblem = embeddedIn === null ? () => null : diskProbe(embeddedIn, options.clock);

  const lasting = async (): Promise<string | null> => {
    try {
      const unwritable = diskProblem() ?? (await writeProblem(database));
      if (unwritable) return unwritable;
      if (signing.problem) return signing.problem;
      if (!(await signingKeys(database).arePublished(signing.keys.map(({ kid }) => kid))))
        return 'a signing key of this process was retired: restart it to have a new one made';
      const missing = await missingKeys(database, sealing);
      return missing.length === 0
        ? null
        : `this process lacks the sealing ${list(missing)}: use the SEALING_KEYS of the other processes`;
    } catch {
      return 'the database cannot be reached';
    }
  };

  let known: string | null = null;
  const check = async (): Promise<string | null> => {
    const problem = await lasting();
    if (problem !== known) {
      if (problem) logger.warn({ reason: problem }, 'not ready');
      else logger.info('ready again');
    }
    return (known = problem);
  };
  // Whoever asks during a check waits for the next one and shares it, so that nobody can make the database work by asking often.
  let [running, next]: (Promise<string | null> | null)[] = [null, null];
  const begin = (): Promise<string | null> => {
    next = null;
    running = check().finally(() => (running = null));
    return running;
  };
  return async () => {
    if (options.isDraining()) return 'draining';
    if (!running) return begin();
    return (next ??= running.then(begin));
  };
};

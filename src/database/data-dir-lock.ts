/** One live service process owns a data directory: the claim is the file castellan.pid, void once its process has ended. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeProcess, isSameProcess, type ProcessRecord } from './process-record';

/** Held by this very process: after a container restart our own pid may be that of the process which was killed. */
const held = new Set<string>();

/** The data directory cannot be used by this process. */
export class DataDirError extends Error {}

/** Claims the directory or throws one clear sentence; returns the release. */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'castellan.pid');
  const own = `${file}.${process.pid}`;
  const mine = JSON.stringify(describeProcess(process.pid)) + '\n';
  const release = (): void => {
    held.delete(file);
    if (read(file) === mine) rmSync(file, { force: true });
  };
  for (let attempt = 0; attempt < 5; attempt++) {
    const found = read(file);
    if (found !== undefined && isLive(file, found)) {
      throw new DataDirError(
        `The data directory ${dataDir} is in use by another running castellan (pid ${parse(found)?.pid}).`,
      );
    }
    if (found !== undefined) removeStale(file, found);
    writeFileSync(own, mine, { mode: 0o600 });
    try {
      // link(2) fails if the name exists, and the file appears with its content or not at all.
      linkSync(own, file);
      held.add(file);
      return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
  }
  throw new DataDirError(`The data directory ${dataDir} is being claimed by another castellan at this moment.`);
}

/** Another process may have replaced the stale claim meanwhile: then what was taken away is live, and goes back. */
function removeStale(file: string, stale: string): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (read(aside) !== stale) linkSync(aside, file);
  rmSync(aside, { force: true });
}

function isLive(file: string, claim: string): boolean {
  const record = parse(claim);
  if (record === undefined) return false;
  return record.pid === process.pid ? held.has(file) : isSameProcess(record);
}

function parse(claim: string): ProcessRecord | undefined {
  try {
    return JSON.parse(claim) as ProcessRecord;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

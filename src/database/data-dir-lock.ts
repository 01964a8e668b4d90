/**
 * Ensures that only one running service process uses a data directory. The claim is the file castellan.pid; it is void once its process has
 * ended.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeProcess, isSameProcess, type ProcessRecord } from './process-record';

/** Directories held by this process. Needed because after a container restart our pid may equal that of the killed process. */
const heldDirectories = new Set<string>();

/** This process cannot use the data directory. */
export class DataDirError extends Error {}

/** Claims the directory or throws a clear message; returns the function that releases it. */
export function lockDataDir(dataDir: string): () => void {
  const file = join(dataDir, 'castellan.pid');
  const own = `${file}.${process.pid}`;
  const mine = JSON.stringify(describeProcess(process.pid)) + '\n';
  const release = (): void => {
    heldDirectories.delete(file);
    if (read(file) === mine) rmSync(file, { force: true });
  };
  for (let attempt = 0; attempt < 5; attempt++) {
    const found = read(file);
    if (found !== undefined && isLive(file, found)) {
      throw new DataDirError(
        `The data directory ${dataDir} is in use by another running castellan process (pid ${parse(found)?.pid}); stop it, or set DATA_DIR and PORT to others.`,
      );
    }
    if (found !== undefined) removeStale(file, found);
    writeFileSync(own, mine, { mode: 0o600 });
    try {
      // link(2) fails if the name exists, and the file appears with its full content or not at all.
      linkSync(own, file);
      heldDirectories.add(file);
      return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(own, { force: true });
    }
  }
  throw new DataDirError(`Another castellan process is currently claiming the data directory ${dataDir}.`);
}

/** Another process may have replaced the stale claim in the meantime. Then the removed file is live and is put back. */
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
  return record.pid === process.pid ? heldDirectories.has(file) : isSameProcess(record);
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

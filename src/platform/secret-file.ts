/** Files that contain a secret, readable by this account only and created once, even if several processes start at the same time. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newId } from './random';

const read = <T>(file: string): T | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** Written completely before it gets its name, and never replaced: of several processes that start at once in one directory, one creates it. */
const write = (file: string, content: unknown): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  const made = `${file}.${newId()}`;
  try {
    writeFileSync(made, `${JSON.stringify(content)}\n`, { mode: 0o600, flush: true });
    linkSync(made, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(made, { force: true });
  }
};

export const readOrCreate = async <T>(file: string, make: () => T | Promise<T>): Promise<T> => {
  const found = read<T>(file);
  if (found !== null) return found;
  write(file, await make());
  return read<T>(file)!;
};

/** The next `readOrCreate` makes a new one. */
export const removeSecret = (file: string): void => rmSync(file, { force: true });

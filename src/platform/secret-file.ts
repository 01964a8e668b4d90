/** Files that contain a secret, readable by this account only and created once, even if several processes start at the same time. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newId } from './random';

/** A file with a secret that cannot be read or written: names the file, and what to do. */
export class SecretFileError extends Error {}

/** A damaged file is never replaced: what it protects may be lost with it. */
export const damaged = (file: string): SecretFileError =>
  new SecretFileError(`${file} is damaged; restore it from a backup`);

const read = <T>(file: string): T | null => {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new SecretFileError(`${file} cannot be read (${code}); give this account access to it`);
  }
  try {
    return JSON.parse(content) as T;
  } catch {
    throw damaged(file);
  }
};

/** Written completely before it gets its name, and never replaced: of several processes that start at once in one directory, one creates it. */
const write = (file: string, content: unknown): void => {
  const made = `${file}.${newId()}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(made, `${JSON.stringify(content)}\n`, { mode: 0o600, flush: true });
    linkSync(made, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST')
      throw new SecretFileError(
        `${file} cannot be written (${code}); make DATA_DIR a directory with free space that this account can write to`,
      );
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

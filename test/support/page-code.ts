/** The code in a page of the documentation, which tests run as a reader would. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../..');

export interface Block {
  /** The language. */
  tag: string;
  code: string;
  /** The file that the text before it says to save it as. */
  file: string | null;
}

export const readPage = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/** The blocks of a page or of a part of it, in order. A block after "… as `file`:" is that file. */
export const blocksOf = (text: string): Block[] =>
  [...text.matchAll(/(?:as\s`([^`\n]+)`:\n\n)?(?:<!-- prettier-ignore -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm)].map(
    ([, file, tag, code]) => ({ tag: tag!, code: code!, file: file ?? null }),
  );

export interface Reader {
  directory: string;
  save(file: string, code: string): string;
  bash(code: string): Promise<{ stdout: string; stderr: string }>;
  remove(): void;
}

/** A directory like the reader's: `.data` of the running service and `node_modules` are in it. */
export const readerBeside = ({ dataDir }: { dataDir: string }): Reader => {
  const directory = mkdtempSync(join(tmpdir(), 'castellan-reader-'));
  symlinkSync(dataDir, join(directory, '.data'));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    // The page has to make the directory: its reader would stumble over that.
    save: (file, code) => {
      const path = join(directory, file);
      writeFileSync(path, code);
      return path;
    },
    bash: (code) => promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', code], { cwd: directory }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
};

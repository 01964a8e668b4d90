/** The code in a page of the documentation, which tests run as a reader would. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { type Service, startService } from './service';

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

/** Tags of blocks that are pictures or excerpts, not code that a reader runs. */
const NOT_CODE = ['mermaid', 'text'];

/** Only the commands with which everything begins, such as `npm ci && npm start`. */
const isPackageCommand = (code: string): boolean => /^(npm (ci|start|test|run [\w:]+)( && |\s+#.*\n|\n))+$/.test(code);

/** A page of the documentation whose blocks a test runs. `test/contract/documents.test.ts` requires such a test for every page that has blocks. */
export class DocumentPage {
  readonly text: string;
  private ran = '';

  /** `edit` replaces what a test cannot use as it is written, such as ports. */
  constructor(path: string, edit: (text: string) => string = (text) => text) {
    this.text = edit(readPage(path));
  }

  get blocks(): Block[] {
    return blocksOf(this.text);
  }

  /** The part below a heading that begins with `title`, up to the next heading. */
  section(title: string): Block[] {
    const found = this.text.split(/^#{2,4} /m).find((section) => section.startsWith(title));
    if (found === undefined) throw new Error(`The page has no section "${title}".`);
    return blocksOf(found);
  }

  /** Records code that was run, saved to run, or compared with an answer. Returns it. */
  run(code: string): string {
    this.ran += `${code}\n`;
    return code;
  }

  /** The first lines of the blocks that were not run, neither alone nor in other code. Commands of the package are left to CI, which runs them. */
  get left(): string[] {
    return this.blocks
      .filter(({ tag, code }) => !NOT_CODE.includes(tag) && !isPackageCommand(code) && !this.ran.includes(code.trim()))
      .map(({ code }) => code.split('\n')[0]!);
  }
}

export interface Reader {
  directory: string;
  save(file: string, code: string): string;
  bash(code: string): Promise<{ stdout: string; stderr: string }>;
  remove(): void;
}

/** A directory like the reader's: `.data` of the running service and `node_modules` are in it. What is run there counts as run for the page. */
export const readerBeside = ({ dataDir }: { dataDir: string }, page?: DocumentPage): Reader => {
  const directory = mkdtempSync(join(tmpdir(), 'castellan-reader-'));
  symlinkSync(dataDir, join(directory, '.data'));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return {
    directory,
    // The page has to make the directory: its reader would stumble over that.
    save: (file, code) => {
      const path = join(directory, file);
      writeFileSync(path, code);
      page?.run(code);
      return path;
    },
    bash: (code) => {
      page?.run(code);
      return promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', code], { cwd: directory });
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
};

export interface Reading {
  service: Service;
  reader: Reader;
  stop(): Promise<void>;
}

/** A service, and somebody who reads a page beside it. */
export const startReading = async (page: DocumentPage): Promise<Reading> => {
  const service = await startService();
  const reader = readerBeside(service, page);
  return { service, reader, stop: () => service.stop().finally(() => reader.remove()) };
};

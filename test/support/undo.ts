/** What a test has started or made, undone in reverse order. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Undo {
  push(work: () => unknown): void;
  /** A temporary directory that the server of the embedded PostgreSQL, which has an account of its own, can enter. */
  directory(): string;
}

/** `when`: `afterEach` or `afterAll` of Jest. */
export const undoes = (when: (work: () => Promise<void>) => void): Undo => {
  const works: (() => unknown)[] = [];
  when(async () => {
    for (let last = works.pop(); last; last = works.pop()) await last();
  });
  const push = (work: () => unknown): void => void works.push(work);
  return {
    push,
    directory: () => {
      const made = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
      fs.chmodSync(made, 0o711);
      push(() => fs.rmSync(made, { recursive: true, force: true }));
      return made;
    },
  };
};

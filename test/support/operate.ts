/** Tests that need programs of the machine, such as a server of PostgreSQL or a proxy. They run where the programs are installed. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const DIRECTORIES = ['/usr/sbin', '/usr/local/sbin', ...process.env.PATH!.split(':')];

export const isInstalled = (program: string): boolean =>
  DIRECTORIES.some((directory) => existsSync(path.join(directory, program)));

/** What takes minutes runs by `npm run test:operate`. */
export const isLongRun = process.env.OPERATE === '1';

export const operate = (name: string, runs: boolean, work: () => Promise<void>): void => {
  (runs ? test : test.skip)(
    runs ? name : `${name} (npm run test:operate, where its programs are installed)`,
    work,
    300_000,
  );
};

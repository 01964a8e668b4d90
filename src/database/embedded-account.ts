/** PostgreSQL refuses to run as root: as root it gets the account `postgres` or `nobody`, otherwise our own. */
import { openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Undefined: our own. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root and there is no user postgres or nobody: set DATABASE_URL.');
}

/** Whether the account can pass through all folders on the way: a checkout in /root is closed to it. */
export function canEnter(account: Account, directory: string): boolean {
  const { mode, uid, gid } = statSync(directory);
  const execute = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & execute) !== 0 && (directory === dirname(directory) || canEnter(account, dirname(directory)));
}

/** Names under which the account's process reaches `paths`, and the descriptors to give it from number 3 on. */
export function handOver(account: Account | undefined, paths: string[]): { names: string[]; descriptors: number[] } {
  if (!account || paths.every((path) => canEnter(account, dirname(path)))) return { names: paths, descriptors: [] };
  if (process.platform !== 'linux') {
    throw new Error(
      `User ${account.name} cannot enter ${dirname(paths[0]!)}: do not run as root, or set DATABASE_URL.`,
    );
  }
  // An open descriptor is a way in that does not lead through the folders above.
  return {
    names: paths.map((_, index) => `/proc/self/fd/${3 + index}`),
    descriptors: paths.map((path) => openSync(path, 'r')),
  };
}

/** The account that runs the embedded server. PostgreSQL refuses to run as root, so root uses the account `postgres` or `nobody`. */
import { openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface Account {
  name: string;
  uid: number;
  gid: number;
}

/** Undefined means the current account. */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (uid !== undefined) return { name, uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and there is no user postgres or nobody. Set DATABASE_URL.');
}

/** Whether the account can traverse all parent folders; it cannot if the checkout is in /root. */
export function canEnter(account: Account, directory: string): boolean {
  const { mode, uid, gid } = statSync(directory);
  const execute = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  return (mode & execute) !== 0 && (directory === dirname(directory) || canEnter(account, dirname(directory)));
}

/** The names under which the account's process can open `paths`, and the descriptors to pass to it, starting at number 3. */
export function passPaths(account: Account | undefined, paths: string[]): { names: string[]; descriptors: number[] } {
  if (!account || paths.every((path) => canEnter(account, dirname(path)))) return { names: paths, descriptors: [] };
  if (process.platform !== 'linux') {
    throw new Error(
      `User ${account.name} cannot enter ${dirname(paths[0]!)}. Do not run as root, or set DATABASE_URL.`,
    );
  }
  // An open descriptor gives access without traversing the parent folders.
  return {
    names: paths.map((_, index) => `/proc/self/fd/${3 + index}`),
    descriptors: paths.map((path) => openSync(path, 'r')),
  };
}

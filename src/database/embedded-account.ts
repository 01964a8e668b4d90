/** PostgreSQL refuses to run as root: as root it gets the account `postgres` or `nobody`, otherwise our own. */
import { readFileSync, statSync } from 'node:fs';
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

export function assertReachable(account: Account, directory: string, what: string): void {
  const { name, uid, gid } = account;
  for (let at = directory; ; at = dirname(at)) {
    const { mode, uid: owner, gid: group } = statSync(at);
    const execute = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & execute) === 0) {
      throw new Error(
        `${what} is inside ${at}, which user ${name} cannot enter: run as another user than root, ` +
          `or use a place open to ${name} (chmod o+x ${at}), or set DATABASE_URL.`,
      );
    }
    if (at === dirname(at)) return;
  }
}

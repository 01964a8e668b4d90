/**
 * Names a running process so that it is recognised later: a pid alone is reused by the system, a pid with its start
 * time is not. Used to tell a living owner of the data directory from one that was killed.
 */
import { readFileSync } from 'node:fs';

export interface ProcessRecord {
  pid: number;
  /** Boot and clock ticks at which the process started; null where the system has no /proc. */
  startedAt: string | null;
}

export function describeProcess(pid: number): ProcessRecord | undefined {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return { pid, startedAt: null };
  // The command name, second field, is in parentheses and may hold anything: count from its end (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  return { pid, startedAt: `${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${fields[19]}` };
}

/** False also for a zombie, which has ended and only waits for its parent. */
export function isRunning(pid: number): boolean {
  return describeProcess(pid) !== undefined;
}

export function isSameProcess(record: ProcessRecord): boolean {
  const now = describeProcess(record.pid);
  return now !== undefined && now.startedAt === record.startedAt;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

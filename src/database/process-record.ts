/**
 * Identifies a running process reliably: a pid alone can be reused, a pid with its start time cannot. Used to tell a live owner of the data
 * directory from a killed one.
 */
import { readFileSync } from 'node:fs';

export interface ProcessRecord {
  pid: number;
  /** Boot id and clock ticks at which the process started; null on systems without /proc. */
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
  // The command name, the second field, is in parentheses and can contain anything, so fields are counted from its end (proc(5)).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z') return undefined;
  return { pid, startedAt: `${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}/${fields[19]}` };
}

/** Also false for zombies, which have ended and only wait for their parent. */
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

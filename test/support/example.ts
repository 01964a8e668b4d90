/** Starts an example or a sample application as its reader does, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Running {
  stop(): Promise<void>;
  /** What it has written. */
  output(): string;
}

/** Runs Node on these arguments until the output contains `ready`. */
export const startNode = async (
  args: string[],
  { env, cwd, ready }: { env: Record<string, string>; cwd: string; ready: RegExp },
): Promise<Running> => {
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (ready.test(output)) resolve();
    };
    child.stdout!.on('data', read);
    child.stderr!.on('data', read);
    child.once('exit', (code) => reject(new Error(`${args.join(' ')} ended with code ${code}:\n${output}`)));
  });
  return {
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
};

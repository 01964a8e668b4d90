/** Starts an example or a sample application as its reader does, as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';

export interface Running {
  stop(): Promise<void>;
  /** What it has written. */
  output(): string;
}

interface Settings {
  env: Record<string, string>;
  cwd: string;
  ready: RegExp;
}

/** Runs a program until its output contains `ready`. */
export const startProgram = async (file: string, args: string[], { env, cwd, ready }: Settings): Promise<Running> => {
  // A group of its own: some programs start others.
  const child: ChildProcess = spawn(file, args, {
    cwd,
    detached: true,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: process.env.TMPDIR, ...env },
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
    child.once('exit', (code) => reject(new Error(`${file} ${args.join(' ')} ended with code ${code}:\n${output}`)));
  });
  return {
    output: () => output,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      process.kill(-child.pid!, 'SIGTERM');
      await ended;
    },
  };
};

export const startNode = (args: string[], settings: Settings): Promise<Running> =>
  startProgram(process.execPath, args, settings);

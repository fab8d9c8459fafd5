import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

export interface Finished {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A backend command as a process of its own. */
export interface CommandProcess {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves with the first line of standard output that matches, or throws if the process ends before. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  stop(signal?: NodeJS.Signals): Promise<Finished>;
}

/** @param before a command that runs the backend, if it is not to be run as it is. */
export function startCli(
  args: readonly string[],
  options: SpawnOptions = {},
  before: readonly string[] = [],
): CommandProcess {
  const [program = '', ...programArgs] = [...before, process.execPath, join(root, 'src-backend/main.ts'), ...args];
  const child = spawn(program, programArgs, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const each of waiting) each();
  };
  child.stdout?.on('data', (data) => {
    out += data;
    wake();
  });
  child.stderr?.on('data', (data) => {
    err += data;
  });
  const finished = once(child, 'close').then(([code]): Finished => ({ code: code ?? null, out, err }));
  let ended = false;
  finished.then(() => {
    ended = true;
    wake();
  });
  return {
    child,
    finished,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = out
            .split('\n')
            .map((line) => pattern.exec(line))
            .find((match) => match !== null);
          if (found === undefined && !ended) return;
          waiting.delete(look);
          if (found === undefined) reject(new Error(`no line ${pattern} in:\n${out}\n${err}`));
          else resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async stop(signal = 'SIGTERM') {
      child.kill(signal);
      return finished;
    },
  };
}

/** Runs a command to its end. */
export function runCli(args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  return startCli(args, options).finished;
}

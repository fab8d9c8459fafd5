import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';

const script = path.join(import.meta.dirname, 'append-lines.ts');

export interface JournalProcess {
  /** What it has said so far, line by line. */
  readonly lines: readonly string[];
  /** Resolves when it waits for input again. */
  waiting(): Promise<void>;
  settle(): void;
  /** Ends it as it would end, and resolves then. */
  end(): Promise<void>;
}

/** Starts `append-lines.ts`, with a command before `node` if one is given. */
export function journalProcess(args: readonly (string | number)[], before: readonly string[] = []): JournalProcess {
  const command = [...before, process.execPath, script, ...args.map(String)];
  const child: ChildProcessWithoutNullStreams = spawn(command[0] ?? '', command.slice(1));
  const lines: string[] = [];
  let rest = '';
  let seen = 0;
  let errors = '';
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve());
  });
  return {
    lines,
    async waiting() {
      const arrived = new Promise<void>((resolve) => {
        const check = () => {
          if (lines.filter((line) => line === 'waiting').length > seen) resolve();
        };
        listeners.add(check);
        check();
      });
      await Promise.race([arrived, ended.then(() => Promise.reject(new Error(`It ended: ${errors}`)))]);
      seen += 1;
    },
    settle: () => void child.stdin.write('settle\n'),
    async end() {
      child.stdin.end();
      await ended;
    },
  };
}

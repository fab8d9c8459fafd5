import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import path from 'node:path';
import type Electron from 'electron';

/** The processes that run, with the name each was given. */
export const running = new Map<number, string>();

class UtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(child: ChildProcess, name: string) {
    super();
    this.#child = child;
    const { pid } = child;
    if (pid !== undefined) {
      running.set(pid, name);
      child.once('exit', () => running.delete(pid));
    }
    child.once('spawn', () => this.emit('spawn'));
    child.on('message', (message) => this.emit('message', message));
    child.once('exit', (code, signal) => this.emit('exit', code ?? (signal === null ? 0 : 1)));
    child.on('error', () => {});
  }
  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }
  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout;
  }
  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr;
  }
  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object);
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = [], options: Electron.ForkOptions = {}): UtilityProcess => {
    const piped = options.stdio === 'pipe' ? ('pipe' as const) : ('inherit' as const);
    return new UtilityProcess(
      fork(modulePath, args, {
        env: { ...(options.env ?? process.env) },
        // Not those of this process: they hold the debugger and Playwright's loader.
        execArgv: ['--require', path.join(import.meta.dirname, 'parent-port.cjs')],
        serialization: 'advanced',
        stdio: ['ignore', piped, piped, 'ipc'],
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      }),
      options.serviceName ?? 'Node Utility Process',
    );
  },
};
type Checked = Pick<Electron.UtilityProcess, 'postMessage' | 'kill' | 'pid' | 'stdout' | 'stderr'>;
utilityProcess.fork satisfies (modulePath: string, args?: string[], options?: Electron.ForkOptions) => Checked;

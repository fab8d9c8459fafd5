import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import path from 'node:path';
import { projectFolder } from '../../scripts/build-app.ts';
import { runScript } from './command-line.ts';

/** A backend of its own process, as `npm run backend` starts it, that can be killed and started again. */
export interface TeamBackend {
  readonly url: string;
  readonly dataDir: string;
  /** `clockAt`: the instant at which its clock stands from here on, where it is to be another one. */
  start(clockAt?: string): Promise<void>;
  /** SIGKILL: it gets no chance to finish anything. */
  kill(): Promise<void>;
  /** Adds a user and answers its token. */
  addUser(name: string, role: string): Promise<string>;
}

/** A backend on a data folder and a port that it keeps; not started yet. */
export async function teamBackend(
  dataDir: string,
  args: readonly string[] = [],
  clockAt?: string,
): Promise<TeamBackend> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  let env = environment(clockAt);
  return {
    url: `http://127.0.0.1:${port}`,
    dataDir,
    async start(at) {
      if (at !== undefined) env = environment(at);
      const command = ['serve', '--data', dataDir, '--port', String(port), ...args];
      const started = spawn(process.execPath, [path.join(projectFolder, 'src-backend/main.ts'), ...command], { env });
      child = started;
      await listening(started);
    },
    async kill() {
      const running = child;
      child = null;
      if (running === null || running.exitCode !== null) return;
      const gone = new Promise((resolve) => running.once('exit', resolve));
      running.kill('SIGKILL');
      await gone;
    },
    async addUser(name, role) {
      const user = ['user', '--data', dataDir, '--name', name, '--role', role];
      const result = await runScript('src-backend/main.ts', user, '', env);
      if (result.code !== 0) throw new Error(`No user was added: ${result.stderr}`);
      return result.stdout.trim();
    },
  };
}

function environment(clockAt: string | undefined): NodeJS.ProcessEnv {
  return clockAt === undefined ? process.env : { ...process.env, DUELINE_TEST_CLOCK: clockAt };
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const read = (text: string) => {
      printed += text;
      if (printed.includes('listening on')) resolve();
    };
    child.stdout?.setEncoding('utf8').on('data', read);
    child.stderr?.setEncoding('utf8').on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The backend ended with ${code}: ${printed}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

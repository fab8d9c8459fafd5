import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { distrustOnPosix, distrustOnWindows } from './file-trust.ts';

/** What reading an administrator's settings takes of the system. */
export interface Machine {
  readonly env: NodeJS.ProcessEnv;
  /** Undefined when there is no such file. @throws if it cannot be read. */
  readFile(file: string): string | undefined;
  /** Why the file may come from somebody else than an administrator; null if it cannot. */
  distrust(file: string): string | null;
  /** @throws if the program cannot be started. */
  run(program: string, args: readonly string[]): Ran;
}

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** So long one of the system's own programs may take before the start goes on without it. */
const programMs = 10_000;

export function thisMachine(platform: string, env: NodeJS.ProcessEnv): Machine {
  return {
    env,
    readFile: (file) => {
      try {
        return readFileSync(file, 'utf8');
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) {
          return undefined;
        }
        throw error;
      }
    },
    distrust: (file) => {
      if (platform === 'win32') return distrustOnWindows(sddlOf(file, env));
      // Whoever may write to the folder may put another file in its place.
      return distrustOnPosix(statSync(file)) ?? distrustOnPosix(statSync(path.dirname(file)));
    },
    run: (program, args) => run(program, args, env),
  };
}

function sddlOf(file: string, env: NodeJS.ProcessEnv): string {
  const powershell = path.win32.join(
    env.SystemRoot ?? 'C:\\Windows',
    'System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  );
  // The path goes by the environment, so that nothing in it is read as a command.
  const script = '(Get-Acl -LiteralPath $env:DUELINE_FILE).Sddl';
  const args = ['-NoProfile', '-NonInteractive', '-Command', script];
  return run(powershell, args, { ...env, DUELINE_FILE: file }).stdout.trim();
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Ran {
  try {
    const stdout = execFileSync(program, args, {
      encoding: 'utf8',
      env,
      timeout: programMs,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return { code: 0, stdout, stderr: '' };
  } catch (error) {
    if (error instanceof Error && 'status' in error && typeof error.status === 'number') {
      const said = error as Error & { readonly stdout?: unknown; readonly stderr?: unknown };
      return { code: error.status, stdout: String(said.stdout ?? ''), stderr: String(said.stderr ?? '') };
    }
    throw error;
  }
}

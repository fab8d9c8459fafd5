import { spawn } from 'node:child_process';
import path from 'node:path';
import { projectFolder } from './build-app.ts';

/** Runs a JavaScript command line of a dependency under this Node and answers its exit code. */
export function runBin(script: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return run(process.execPath, [path.join(projectFolder, 'node_modules', script), ...args], env);
}

/** Runs a program with this terminal as its own and answers its exit code; a signal counts as 1. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: projectFolder, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

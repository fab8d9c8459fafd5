/*
 * npm run smoke -- EXECUTABLE: starts a packed app on a new profile and waits until its window has worked with its
 * backend. The packed app has no way in for tests, so that is read off what it keeps: the backend's data, the desk's
 * time, which the page measures at the backend, and the deadlines, which the page hands over from the cases.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

const signs = ['data/dueline.sqlite', 'desk-time.json', 'deadlines.jsonl'];
const patienceMs = 120_000;

const [executable] = process.argv.slice(2);
if (executable === undefined || !existsSync(executable)) {
  console.error(
    `npm run smoke -- EXECUTABLE: ${executable === undefined ? 'none is named' : `${executable} is not there`}.`,
  );
  process.exit(2);
}
const profile = mkdtempSync(path.join(os.tmpdir(), 'dueline-smoke-'));
// Chromium refuses its sandbox to root (containers); anybody else keeps it.
const switches = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const app = spawn(executable, [...switches, '--profile', profile, '--sample', '200,50'], {
  stdio: 'inherit',
  // A group of its own on Unix, to be ended as a whole.
  detached: process.platform !== 'win32',
});
const ended = new Promise<string>((resolve) => {
  app.once('error', (error) => resolve(error.message));
  app.once('exit', (code, signal) => resolve(`it ended by itself (${signal ?? code})`));
});
try {
  const failure = await Promise.race([ended, worksWithin(patienceMs)]);
  if (failure === undefined) console.log(`smoke: ${executable} works with its backend`);
  else console.error(`smoke: ${executable}: ${failure}; missing: ${missing().join(', ') || 'nothing'}`);
  process.exitCode = failure === undefined ? 0 : 1;
} finally {
  end(app);
  await ended;
  rmSync(profile, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
}

async function worksWithin(ms: number): Promise<string | undefined> {
  for (let waited = 0; waited < ms; waited += 250) {
    if (missing().length === 0) return undefined;
    await setTimeout(250);
  }
  return `its window showed no sign of work in ${ms / 1000} s`;
}

function missing(): string[] {
  return signs.filter((sign) => {
    const file = path.join(profile, sign);
    return !existsSync(file) || readFileSync(file).length === 0;
  });
}

function end({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    return;
  }
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

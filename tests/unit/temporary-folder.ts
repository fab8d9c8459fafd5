import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Gives a test run a temporary folder of its own, removed at its end with all that a test left there. */
export function setup(): () => void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-unit-'));
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

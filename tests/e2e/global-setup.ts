import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildIfStale, projectFolder } from '../../scripts/build-app.ts';
import { runtime } from './runtime.ts';

/** Once a run: builds what is stale, and says what the tests run on. */
// biome-ignore lint/style/noDefaultExport: Playwright takes the default export.
export default function globalSetup(): void {
  if (runtime.kind === 'none') {
    process.stdout.write(`e2e ${runtime.reason}\nThen: npm test\n`);
    return;
  }
  buildIfStale();
  process.stdout.write(`e2e on ${nameOf(runtime)}\n`);
}

function nameOf(used: Exclude<typeof runtime, { kind: 'none' }>): string {
  if (used.kind === 'electron') {
    const manifest = readFileSync(path.join(projectFolder, 'node_modules/electron/package.json'), 'utf8');
    return `Electron ${JSON.parse(manifest).version}`;
  }
  const version = spawnSync(used.browser, ['--version'], { encoding: 'utf8', timeout: 10_000 }).stdout.trim();
  return `the stand-in (${version || used.browser})`;
}

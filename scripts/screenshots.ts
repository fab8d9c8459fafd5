// npm run screenshots: renders the pictures of the README from the running app into docs/images.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Dueline, launchDueline } from '../tests/e2e/launch.ts';
import { runtime } from '../tests/e2e/runtime.ts';
import { buildIfStale, projectFolder } from './build-app.ts';

interface Picture {
  readonly file: string;
  /** Brings the window to what the picture shows. */
  readonly show: (dueline: Dueline) => Promise<void>;
}

/** A Tuesday at 10:00 of the desk, so that the same cases stand in the same order in every run. */
const clockAt = '2026-03-03T18:00:00Z';

const pictures: readonly Picture[] = [
  {
    file: 'queue.png',
    show: async ({ window: page }) => {
      await page.getByText('All open').first().click();
      await page.getByRole('row').nth(5).waitFor();
    },
  },
];

if (runtime.kind === 'none') {
  process.stderr.write(`No pictures: ${runtime.reason}\n`);
  process.exit(1);
}
buildIfStale();
const images = path.join(projectFolder, 'docs/images');
mkdirSync(images, { recursive: true });
const profile = mkdtempSync(path.join(os.tmpdir(), 'dueline-pictures-'));
const dueline = await launchDueline({ profile, clockAt });
try {
  await dueline.backendPid();
  for (const { file, show } of pictures) {
    await show(dueline);
    await dueline.window.screenshot({ path: path.join(images, file), animations: 'disabled' });
    process.stdout.write(`${path.join('docs/images', file)}\n`);
  }
} finally {
  await dueline.kill();
  rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

// npm run screenshots: renders the pictures of the README and the guides from the running app into docs/images.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { colleagueOn } from '../tests/e2e/colleague.ts';
import { runScript } from '../tests/e2e/command-line.ts';
import { type Dueline, launchDueline } from '../tests/e2e/launch.ts';
import { runtime } from '../tests/e2e/runtime.ts';
import { type TeamBackend, teamBackend } from '../tests/e2e/team-backend.ts';
import { buildIfStale, projectFolder } from './build-app.ts';

interface Desk extends Dueline {
  /** The backend of the team, that an outage can take away. */
  readonly backend: TeamBackend;
}

interface Picture {
  readonly file: string;
  readonly dark?: boolean;
  /** Brings the window to what the picture shows; each goes on where the one before ended. */
  readonly show: (desk: Desk) => Promise<void>;
}

/** A Wednesday at 10:00 of the desk, so that the same cases stand in the same order in every run. */
const clockAt = '2026-11-18T18:00:00Z';
/** Of a size that puts every state of time on one screen. */
const sample = ['--sample', '160,400'];
const size = { width: 1440, height: 900 };
const userLine = z.object({ id: z.string(), doc: z.object({ role: z.string() }) });

const pictures: readonly Picture[] = [
  {
    file: 'queue.png',
    show: async ({ window: page }) => {
      await page.keyboard.press('3');
      await page.getByRole('heading', { name: 'All open' }).waitFor();
      await page.locator('[data-case-id]').nth(20).waitFor();
    },
  },
  {
    file: 'case.png',
    show: async ({ window: page }) => {
      await page.locator('[data-case-id]').nth(11).click();
      await page.getByRole('region', { name: 'Timeline' }).waitFor();
      await page.locator('[data-clock="resolution"]').getByRole('button', { name: /^Why/ }).click();
      await page.getByRole('region', { name: 'Why' }).waitFor();
      await page.getByRole('grid').focus();
    },
  },
  { file: 'dark.png', dark: true, show: async () => {} },
  {
    file: 'offline.png',
    show: async ({ window: page, backend }) => {
      await backend.kill();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.keyboard.press('2');
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await page.keyboard.press('c');
      await page.locator('[data-waiting="1"]').waitFor();
      await page.keyboard.press('r');
      await page.keyboard.type('We see it too and are on it. I write again within two hours.');
      await page.keyboard.press('Control+Enter');
      await page.locator('[data-waiting="2"]').waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await page.keyboard.type('The partner table of the receiver lacks the GLN; ');
      await page.locator('[data-connection="offline"]').waitFor();
      await page.getByText('not sent yet').waitFor();
    },
  },
  {
    file: 'attention.png',
    show: async ({ window: page, backend }) => {
      const caseId = await page.locator('[data-open-case]').getAttribute('data-open-case');
      // The colleague is there before the app is.
      await page.context().setOffline(true);
      await backend.start();
      const colleague = await colleagueOn(backend, 'Ben Okafor', () => Date.parse(clockAt));
      await colleague('claim', { caseId });
      await colleague('resolve', { caseId });
      await colleague('close', { caseId, reason: 'resolved' });
      await page.context().setOffline(false);
      await page.getByRole('button', { name: 'Needs attention 2' }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
      await page.keyboard.press('0');
      await page.getByRole('article').first().waitFor();
      await page.getByRole('button', { name: 'Dismiss' }).click();
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
const folder = mkdtempSync(path.join(os.tmpdir(), 'dueline-pictures-'));
const backend = await teamBackend(path.join(folder, 'team'), sample, clockAt);
await backend.start();
const profile = path.join(folder, 'profile');
const dueline = await launchDueline({
  profile,
  clockAt,
  args: ['--server', backend.url, '--token', await analystToken(backend.dataDir)],
});
try {
  const { window: page } = dueline;
  await page.setViewportSize(size);
  await page.locator('[data-connection="online"]').waitFor();
  await page.locator('[data-case-id]').first().waitFor();
  for (const { file, dark = false, show } of pictures) {
    await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light', reducedMotion: 'reduce' });
    await show({ ...dueline, backend });
    await page.mouse.move(0, 0);
    await page.screenshot({ path: path.join(images, file), animations: 'disabled' });
    process.stdout.write(`${path.join('docs/images', file)}\n`);
  }
} finally {
  await dueline.kill();
  await backend.kill();
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** A token of the sample's first analyst, who has cases of her own. */
async function analystToken(dataDir: string): Promise<string> {
  const exported = await runScript('src-backend/main.ts', ['export', '--data', dataDir]);
  const user = exported.stdout
    .split('\n')
    .filter((line) => line.includes('"collection":"users"'))
    .map((line) => userLine.parse(JSON.parse(line)))
    .find(({ doc }) => doc.role === 'coa');
  if (!user) throw new Error(`The sample has no analyst. ${exported.stderr}`);
  const printed = await runScript('src-backend/main.ts', ['token', '--data', dataDir, '--user', user.id]);
  if (printed.code !== 0) throw new Error(`No token was printed: ${printed.stderr}`);
  return printed.stdout.trim();
}

import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { openCase, showView } from './desk-page.ts';
import { type Dueline, test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

const notes = ['First note.', 'Second note.', 'Third note.', 'Fourth note.'];

test('what was done offline comes back from the journal after the browser’s storage is gone, and goes out once', async ({
  launch,
  folder,
}) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5']);
  await backend.start();
  const token = await backend.addUser('Ana Ruiz', 'coa');
  const profile = path.join(folder, 'ana');
  const join = ['--server', backend.url, '--token', token];
  try {
    const first = await launch({ profile, args: join });
    await showView(first.window, 'Unassigned');
    const row = first.window.getByRole('grid').locator('[data-case-id]').first();
    const caseId = (await row.getAttribute('data-case-id')) ?? '';
    const seen = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    if (seen === undefined) throw new Error('The case on screen is not in the export.');
    await expect(sync(first)).toHaveAttribute('data-connection', 'online');

    await backend.kill();
    await row.click();
    await first.window.keyboard.press('c');
    await expect(sync(first)).toHaveAttribute('data-waiting', '1');
    for (const [index, text] of notes.entries()) {
      await first.window.keyboard.press('n');
      await first.window.getByRole('textbox', { name: 'Note' }).fill(text);
      await first.window.keyboard.press('Control+Enter');
      await expect(sync(first)).toHaveAttribute('data-waiting', String(index + 2));
      await first.window.keyboard.press('Escape');
    }
    await first.kill();
    forgetBrowserStorage(profile);

    const second = await launch({ profile, args: join });
    await expect(sync(second)).toHaveAttribute('data-waiting', '5');
    await backend.start();
    await second.window.getByRole('button', { name: 'Try now' }).click();
    await expect(sync(second)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const pane = await openCase(second.window, seen);
    for (const text of notes) await expect(pane.getByText(text)).toHaveCount(1);

    // Storage is lost once more, with nothing waiting: the next start asks for nothing to be done again.
    await second.kill();
    forgetBrowserStorage(profile);
    const third = await launch({ profile, args: join });
    await expect(sync(third)).toHaveAttribute('data-connection', 'online');
    await expect(sync(third)).toHaveAttribute('data-waiting', '0');

    const after = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    const added = after?.events
      .slice(seen.events.length)
      .map((event) => [event.type, 'text' in event ? event.text : '']);
    expect(added).toEqual([['assigned', ''], ...notes.map((text) => ['note', text])]);
  } finally {
    await backend.kill();
  }
});

test('and after its files were damaged, however the browser takes that', async ({ launch, folder }) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5']);
  await backend.start();
  const token = await backend.addUser('Ana Ruiz', 'coa');
  const profile = path.join(folder, 'ana');
  const join = ['--server', backend.url, '--token', token];
  try {
    const first = await launch({ profile, args: join });
    await showView(first.window, 'Unassigned');
    const row = first.window.getByRole('grid').locator('[data-case-id]').first();
    const caseId = (await row.getAttribute('data-case-id')) ?? '';
    const seen = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    await expect(sync(first)).toHaveAttribute('data-connection', 'online');
    await backend.kill();
    await row.click();
    await first.window.keyboard.press('c');
    await expect(sync(first)).toHaveAttribute('data-waiting', '1');
    await first.kill();
    expect(damageIndexedDb(profile)).toBeGreaterThan(0);

    const second = await launch({ profile, args: join });
    await expect(sync(second)).toHaveAttribute('data-waiting', '1');
    await backend.start();
    await second.window.getByRole('button', { name: 'Try now' }).click();
    await expect(sync(second)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const after = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    expect(after?.events.slice(seen?.events.length).map(({ type }) => type)).toEqual(['assigned']);
  } finally {
    await backend.kill();
  }
});

/** Writes nonsense over every file of the databases; answers how many there were. */
function damageIndexedDb(profile: string): number {
  const files = readdirSync(profile, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.parentPath.includes(`${path.sep}IndexedDB${path.sep}`),
  );
  for (const { parentPath, name } of files) {
    const file = path.join(parentPath, name);
    writeFileSync(file, Buffer.alloc(Math.max(64, statSync(file).size), 0x5a));
  }
  return files.length;
}

function sync({ window }: Dueline) {
  return window.getByRole('status', { name: 'Sync' });
}

/** Where Chromium keeps IndexedDB: Electron in the profile itself, the stand-in in its browser's. */
function forgetBrowserStorage(profile: string): void {
  for (const place of ['IndexedDB', 'stand-in-browser']) {
    rmSync(path.join(profile, place), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

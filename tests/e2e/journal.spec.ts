import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { openCase } from './desk-page.ts';
import { test } from './launch.ts';
import { addedSince, inOutage, syncOf } from './outage.ts';

const notes = ['First note.', 'Second note.', 'Third note.', 'Fourth note.'];

test('what was done offline comes back from the journal after the browser’s storage is gone, and goes out once', async ({
  launch,
  folder,
}) => {
  await inOutage({ launch, folder }, notes, async (outage) => {
    const { backend, options, dueline, seen } = outage;
    await dueline.kill();
    forgetBrowserStorage(dueline.profile);

    const second = await launch(options);
    await expect(syncOf(second)).toHaveAttribute('data-waiting', '5');
    await backend.start();
    await second.window.getByRole('button', { name: 'Try now' }).click();
    await expect(syncOf(second)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const pane = await openCase(second.window, seen);
    for (const text of notes) await expect(pane.getByText(text)).toHaveCount(1);

    // Storage is lost once more, with nothing waiting: the next start asks for nothing to be done again.
    await second.kill();
    forgetBrowserStorage(dueline.profile);
    const third = await launch(options);
    await expect(syncOf(third)).toHaveAttribute('data-connection', 'online');
    await expect(syncOf(third)).toHaveAttribute('data-waiting', '0');
    expect(await addedSince(outage)).toEqual([['assigned', ''], ...notes.map((text) => ['note', text])]);
  });
});

test('and after its files were damaged, however the browser takes that', async ({ launch, folder }) => {
  await inOutage({ launch, folder }, [], async (outage) => {
    const { backend, options, dueline } = outage;
    await dueline.kill();
    expect(damageIndexedDb(dueline.profile)).toBeGreaterThan(0);

    const second = await launch(options);
    await expect(syncOf(second)).toHaveAttribute('data-waiting', '1');
    await backend.start();
    await second.window.getByRole('button', { name: 'Try now' }).click();
    await expect(syncOf(second)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    expect(await addedSince(outage)).toEqual([['assigned', '']]);
  });
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

/** Where Chromium keeps IndexedDB: Electron in the profile itself, the stand-in in its browser's. */
function forgetBrowserStorage(profile: string): void {
  for (const place of ['IndexedDB', 'stand-in-browser']) {
    rmSync(path.join(profile, place), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

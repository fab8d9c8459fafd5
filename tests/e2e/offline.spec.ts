import path from 'node:path';
import { expect } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { openCase, rowOf, showView } from './desk-page.ts';
import { type launchDueline, test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

test('what was done offline survives a kill and a restart, and reaches the backend once, in order', async ({
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
    const sync = first.window.getByRole('status', { name: 'Sync' });
    await expect(sync).toHaveAttribute('data-connection', 'online');

    await backend.kill();
    await row.click();
    const pane = first.window.locator(`[data-open-case="${caseId}"]`);
    await expect(pane).toBeVisible();
    await first.window.keyboard.press('c');
    await expect(sync).toHaveAttribute('data-waiting', '1');
    for (const [index, text] of ['First note.', 'Second note.', 'Third note.'].entries()) {
      await first.window.keyboard.press('n');
      await first.window.getByRole('textbox', { name: 'Note' }).fill(text);
      await first.window.keyboard.press('Control+Enter');
      await expect(sync).toHaveAttribute('data-waiting', String(index + 2));
      await first.window.keyboard.press('Escape');
    }
    await first.window.keyboard.press('r');
    await first.window.getByRole('textbox', { name: 'Reply' }).fill('We are looking at it.');
    await first.window.keyboard.press('Control+Enter');
    await expect(sync).toHaveAttribute('data-waiting', '5');
    await expect(sync).toHaveAttribute('data-connection', 'offline');
    await expect(pane.getByText('not sent yet')).toBeVisible();

    await first.window.getByRole('textbox', { name: 'Reply' }).pressSequentially('Half a sent');
    await expect(pane.getByText('Kept as a draft')).toBeVisible();
    await draftStored(first.window, 'Half a sent');
    await first.kill();

    const second = await launch({ profile, args: join });
    const again = second.window.getByRole('status', { name: 'Sync' });
    await expect(again).toHaveAttribute('data-waiting', '5');
    const restored = await openCase(second.window, seen);
    for (const text of ['First note.', 'Second note.', 'Third note.', 'We are looking at it.']) {
      await expect(restored.getByText(text)).toBeVisible();
    }
    await expect(second.window.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a sent');

    await backend.start();
    await second.window.getByRole('button', { name: 'Try now' }).click();
    await expect(again).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    await expect(restored.getByText('not sent yet')).toHaveCount(0);
    await expect(second.window.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a sent');

    const after = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    const added = after?.events
      .slice(seen.events.length)
      .map((event) => [event.type, 'text' in event ? event.text : '']);
    expect(added).toEqual([
      ['assigned', ''],
      ['note', 'First note.'],
      ['note', 'Second note.'],
      ['note', 'Third note.'],
      ['agent_message', 'We are looking at it.'],
    ]);
    const versions = after?.events.map((event) => event.version) ?? [];
    expect(versions.every((version) => version !== null)).toBe(true);
  } finally {
    await backend.kill();
  }
});

test('two agents on one backend see each other’s changes', async ({ launch, folder }, testInfo) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5']);
  await backend.start();
  try {
    const [ana, ben] = await Promise.all(
      ['Ana Ruiz', 'Ben Okafor'].map(async (name) => {
        const token = await backend.addUser(name, 'coa');
        const profile = path.join(folder, name);
        return launch({ profile, args: ['--server', backend.url, '--token', token] });
      }),
    );
    if (ana === undefined || ben === undefined) throw new Error('Both agents must have started.');
    for (const { window } of [ana, ben]) {
      await expect(window.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
      await showView(window, 'Unassigned');
    }
    const row = ana.window.getByRole('grid').locator('[data-case-id]').first();
    const caseId = (await row.getAttribute('data-case-id')) ?? '';
    await expect(rowOf(ben.window, caseId)).toBeVisible();
    await row.click();
    const startedAt = Date.now();
    await ana.window.keyboard.press('c');
    await expect(rowOf(ben.window, caseId)).toHaveCount(0);
    testInfo.annotations.push({ type: 'seen by the other agent after', description: `${Date.now() - startedAt} ms` });

    await showView(ben.window, 'All open');
    await expect(rowOf(ben.window, caseId)).toContainText('Ana Ruiz');
  } finally {
    await backend.kill();
  }
});

/** Waits until IndexedDB holds the draft, which it does moments after the last key. */
async function draftStored(window: Awaited<ReturnType<typeof launchDueline>>['window'], text: string): Promise<void> {
  await expect
    .poll(() =>
      window.evaluate(async (wanted) => {
        for (const { name } of await indexedDB.databases()) {
          const db = await new Promise<IDBDatabase>((resolve, reject) => {
            const request = indexedDB.open(name ?? '');
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          const rows = db.objectStoreNames.contains('drafts')
            ? await new Promise<unknown[]>((resolve, reject) => {
                const request = db.transaction('drafts').objectStore('drafts').getAll();
                request.onsuccess = () => resolve(request.result);
                request.onerror = () => reject(request.error);
              })
            : [];
          db.close();
          if (JSON.stringify(rows).includes(wanted)) return true;
        }
        return false;
      }, text),
    )
    .toBe(true);
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { openCase, showView } from './desk-page.ts';
import { type Dueline, test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

test('on a full disk actions are still kept, told, and survive a kill; with room all goes on', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'ana');
  mkdirSync(profile);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=400m', 'tmpfs', profile]);
  test.skip(mounted.status !== 0, 'Needs the right to mount a tmpfs: run the tests as root.');
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5']);
  const others = path.join(profile, 'others');
  try {
    await backend.start();
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const join = ['--server', backend.url, '--token', token];
    const first = await launch({ profile, args: join });
    await showView(first.window, 'Unassigned');
    const row = first.window.getByRole('grid').locator('[data-case-id]').first();
    const caseId = (await row.getAttribute('data-case-id')) ?? '';
    const seen = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    if (seen === undefined) throw new Error('The case on screen is not in the export.');
    await expect(sync(first)).toHaveAttribute('data-connection', 'online');
    await row.click();
    await note(first, 'With room.');
    await expect(sync(first)).toHaveAttribute('data-waiting', '0');

    const filled = spawnSync('dd', ['if=/dev/zero', `of=${others}`, 'bs=64k'], { encoding: 'utf8' });
    expect(filled.stderr).toContain('No space left');
    await note(first, 'Without room.');
    await note(first, 'Still without room.');
    const banner = first.window.getByRole('alert').filter({ hasText: 'storage' });
    await expect(banner).toContainText('disk');
    await expect(timeline(first).getByText('Still without room.')).toBeVisible();
    await first.kill();
    rmSync(others);

    const second = await launch({ profile, args: join });
    const pane = await openCase(second.window, seen);
    for (const text of ['With room.', 'Without room.', 'Still without room.']) {
      await expect(pane.getByText(text, { exact: true })).toHaveCount(1);
    }
    await expect(sync(second)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    await expect(second.window.getByRole('alert')).toHaveCount(0);
    const after = (await exportedData(backend.dataDir)).cases.find((found) => found.id === caseId);
    const added = after?.events.slice(seen.events.length).map((event) => ('text' in event ? event.text : ''));
    expect(added).toEqual(['With room.', 'Without room.', 'Still without room.']);
    await second.kill();
  } finally {
    await backend.kill();
    spawnSync('umount', ['-l', profile]);
  }
});

async function note({ window }: Dueline, text: string): Promise<void> {
  await window.keyboard.press('n');
  await window.getByRole('textbox', { name: 'Note' }).fill(text);
  await window.keyboard.press('Control+Enter');
  await expect(timeline({ window }).getByText(text, { exact: true })).toBeVisible();
  await expect(window.getByRole('textbox', { name: 'Note' })).toHaveValue('');
  await window.keyboard.press('Escape');
}

function timeline({ window }: Pick<Dueline, 'window'>) {
  return window.getByRole('region', { name: 'Timeline' });
}

function sync({ window }: Dueline) {
  return window.getByRole('status', { name: 'Sync' });
}

import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { showView } from './desk-page.ts';
import { test } from './launch.ts';
import { syncOf } from './outage.ts';
import { teamBackend } from './team-backend.ts';

test('while the backend’s disk is full the app says so and keeps what is done, and all of it goes out once', async ({
  launch,
  folder,
}) => {
  const disk = path.join(folder, 'disk');
  mkdirSync(disk);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', disk]);
  test.skip(mounted.status !== 0, 'Needs the right to mount a tmpfs: run the tests as root.');
  const backend = await teamBackend(path.join(disk, 'team'), ['--sample', '40,5']);
  try {
    await backend.start();
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const args = ['--server', backend.url, '--token', token];
    const dueline = await launch({ profile: path.join(folder, 'ana'), args });
    const page = dueline.window;
    await showView(page, 'All open');
    const row = page.getByRole('grid').locator('[data-case-id]').first();
    const caseId = await row.getAttribute('data-case-id');
    await row.click();
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');

    const others = path.join(disk, 'others');
    const filled = spawnSync('dd', ['if=/dev/zero', `of=${others}`, 'bs=4096'], { encoding: 'utf8' });
    expect(filled.stderr).toContain('No space left');
    // Long enough that no page of the database which is there already takes them.
    const notes = ['First', 'Second', 'Third'].map((word) => `${word} note. ${'x'.repeat(60_000)}`);
    for (const text of notes) {
      await page.keyboard.press('n');
      await page.getByRole('textbox', { name: 'Note' }).fill(text);
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('');
      await page.keyboard.press('Escape');
    }
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'failing');
    await expect(page.getByText(/disk is full/).first()).toBeVisible();
    expect(Number(await syncOf(dueline).getAttribute('data-waiting'))).toBeGreaterThan(0);

    rmSync(others);
    await page.getByRole('button', { name: 'Try now' }).first().click();
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
    const worked = (await exportedData(backend.dataDir)).cases.find(({ id }) => id === caseId);
    const texts = worked?.events.flatMap((event) =>
      'text' in event && event.text?.includes(' note. ') ? [event.text] : [],
    );
    expect(texts).toEqual(notes);
  } finally {
    await backend.kill();
    spawnSync('umount', ['-l', disk]);
  }
});

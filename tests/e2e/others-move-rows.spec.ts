import path from 'node:path';
import { expect } from '@playwright/test';
import { expectCount, rowOf, showView } from './desk-page.ts';
import { test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

const morning = '2026-11-18T18:00:00.000Z';

test('a case that others make more urgent moves above the marked row, which stays in its place, and a line says so', async ({
  launch,
  folder,
}) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '400,0'], morning);
  await backend.start();
  const join = async (name: string) => ['--server', backend.url, '--token', await backend.addUser(name, 'coa')];
  try {
    const [ana, ben] = await Promise.all([
      launch({ args: await join('Ana Ruiz'), clockAt: morning }),
      launch({ args: await join('Ben Okafor'), clockAt: morning }),
    ]);
    for (const { window } of [ana, ben]) {
      await showView(window, 'Unassigned');
      await expectCount(window, 'All open', 400);
    }
    const rows = ana.window.getByRole('grid').locator('[data-case-id]');
    const marked = ana.window.getByRole('grid').locator('[data-active]');
    for (const row of [2, 3, 4, 5]) {
      await expect(marked).toHaveAttribute('aria-rowindex', String(row));
      if (row < 5) await ana.window.keyboard.press('j');
    }
    const markedId = await marked.getAttribute('data-case-id');
    const urgentId = (await rows.nth(9).getAttribute('data-case-id')) ?? '';
    const place = await marked.boundingBox();

    await rowOf(ben.window, urgentId).click();
    await ben.window.keyboard.press('s');
    await ben.window.getByRole('dialog').getByRole('radio', { name: /^1 / }).check();
    await ben.window.keyboard.press('Control+Enter');

    await expect(marked).toHaveAttribute('data-case-id', markedId ?? '');
    await expect(marked).toHaveAttribute('aria-rowindex', '6');
    expect((await marked.boundingBox())?.y).toBe(place?.y);
    await ana.window.getByRole('button', { name: '1 case came in above' }).click();
    await expect(rowOf(ana.window, urgentId)).toBeInViewport();
    await expect(ana.window.getByRole('button', { name: 'came in above' })).toHaveCount(0);
  } finally {
    await backend.kill();
  }
});

import path from 'node:path';
import { expect } from '@playwright/test';
import { type Dueline, test } from './launch.ts';
import { syncOf } from './outage.ts';
import { teamBackend } from './team-backend.ts';

test.describe('sleep and lock', () => {
  test('are followed by a sync over a new stream, though no network event came', async ({ launch, folder }) => {
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '10,0']);
    await backend.start();
    try {
      const token = await backend.addUser('Ana Ruiz', 'coa');
      const dueline = await launch({ args: ['--server', backend.url, '--token', token] });
      await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
      for (const news of ['resume', 'unlock-screen']) {
        const asked = askedFor(dueline, ['/sync/pull', '/sync/events']);
        await tell(dueline, news);
        await asked;
        await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
      }
    } finally {
      await backend.kill();
    }
  });

  test('and hiding leave the page unseen, which it is told', async ({ launch }) => {
    const dueline = await launch({ args: ['--sample', '5,0'] });
    await expect(dueline.window.getByRole('grid')).toBeVisible();
    expect(await isSeen(dueline)).toBe(true);
    await tell(dueline, 'lock-screen');
    expect(await isSeen(dueline)).toBe(false);
    await tell(dueline, 'unlock-screen');
    expect(await isSeen(dueline)).toBe(true);
    await dueline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
    expect(await isSeen(dueline)).toBe(false);
    await dueline.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show());
    expect(await isSeen(dueline)).toBe(true);
  });
});

/** What the operating system tells of the computer. */
async function tell({ app }: Dueline, news: string): Promise<void> {
  await app.evaluate(({ powerMonitor }, name) => void powerMonitor.emit(name as 'resume'), news);
}

/** Resolves when the page has asked for each of these paths from now on. */
function askedFor({ window: page }: Dueline, paths: readonly string[]): Promise<unknown> {
  return Promise.all(paths.map((one) => page.waitForRequest((request) => request.url().includes(one))));
}

function isSeen({ window: page }: Dueline): Promise<boolean> {
  return page.evaluate(async () => (await window.desktop.call('window:sight', undefined)).isSeen);
}

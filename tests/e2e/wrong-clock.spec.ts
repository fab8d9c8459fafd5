import path from 'node:path';
import { expect } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { expectCount, showView } from './desk-page.ts';
import { expectFigures } from './expect-figures.ts';
import { test } from './launch.ts';
import { syncOf } from './outage.ts';
import { teamBackend } from './team-backend.ts';

/** The server's time: a working morning, when all calendars of the shipped policy are open. */
const morning = '2026-11-18T18:00:00.000Z';
const serverAt = Date.parse(morning);
const day = 86_400_000;
const open = 30;

for (const [skewMs, words] of [
  [day, '1 day ahead of the server'],
  [-day, '1 day behind the server'],
] as const) {
  test(`a computer whose clock is ${words} shows and records the server’s time`, async ({ launch, folder }) => {
    // Two starts of the app and two of the backend.
    test.setTimeout(120_000);
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', `${open},5`], morning);
    await backend.start();
    try {
      const token = await backend.addUser('Ana Ruiz', 'coa');
      const options = {
        profile: path.join(folder, 'ana'),
        args: ['--server', backend.url, '--token', token],
        clockAt: new Date(serverAt + skewMs).toISOString(),
      };
      const first = await launch(options);
      const banner = first.window.getByRole('alert');
      await expect(banner).toContainText(`This computer's clock is ${words}.`);
      await showView(first.window, 'All open');
      await expectCount(first.window, 'All open', open);
      await expectFigures(first.window, await exportedData(backend.dataDir), serverAt);

      await first.window.getByRole('grid').locator('[data-case-id]').first().click();
      await first.window.keyboard.press('n');
      await first.window.getByRole('textbox', { name: 'Note' }).fill('Noted at nine.');
      await first.window.keyboard.press('Control+Enter');
      await expect(first.window.getByRole('region', { name: 'Timeline' })).toContainText('Noted at nine.');
      await expect(syncOf(first)).toHaveAttribute('data-waiting', '0');
      const data = await exportedData(backend.dataDir);
      const notes = data.cases
        .flatMap(({ events }) => events)
        .filter((event) => 'text' in event && event.text === 'Noted at nine.');
      expect(notes).toMatchObject([{ at: serverAt }]);
      expect(notes[0]).not.toHaveProperty('recordedAt');

      // Without the server the next start goes by what this one measured.
      await backend.kill();
      await first.kill();
      const second = await launch(options);
      await expect(second.window.getByRole('alert')).toContainText(words);
      await showView(second.window, 'All open');
      await expectCount(second.window, 'All open', open);
      await expectFigures(second.window, data, serverAt);

      // Somebody sets the clock right, then more wrong: no time has passed by that. A clock that is set forth cannot
      // be told from sleep, though, until the server answers.
      await second.setComputerClock(serverAt);
      const wrong = second.window.getByRole('alert').filter({ hasText: 'server' });
      if (skewMs > 0) await expect(wrong).toHaveCount(0);
      else await expect(wrong).toContainText('The times shown may be wrong.');
      await second.setComputerClock(serverAt - 400 * day);
      await expect(wrong).toContainText(skewMs > 0 ? '400 days behind the server' : 'The times shown may be wrong.');
      await expectFigures(second.window, data, serverAt);

      await backend.start();
      await second.window.getByRole('button', { name: 'Try now' }).click();
      await expect(wrong).toContainText('400 days behind the server');
      await expectFigures(second.window, data, serverAt);
    } finally {
      await backend.kill();
    }
  });
}

test('a computer that slept without the network shows the time that has passed meanwhile', async ({
  launch,
  folder,
}) => {
  test.setTimeout(120_000);
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', `${open},5`], morning);
  await backend.start();
  try {
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const args = ['--server', backend.url, '--token', token];
    const { app, window, setComputerClock } = await launch({ args, clockAt: new Date(serverAt + day).toISOString() });
    await showView(window, 'All open');
    await expectCount(window, 'All open', open);
    const data = await exportedData(backend.dataDir);
    await backend.kill();

    await setComputerClock(serverAt + day + 5 * 3_600_000);
    await app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await expect(window.getByRole('alert').filter({ hasText: 'server' })).toContainText('1 day ahead of the server');
    await expectFigures(window, data, serverAt + 5 * 3_600_000);
  } finally {
    await backend.kill();
  }
});

import path from 'node:path';
import { expect } from '@playwright/test';
import { type Dueline, test } from './launch.ts';

test.describe('deadlines', () => {
  const nineOClock = Date.parse('2026-03-02T17:00:00Z');
  const minute = 60_000;

  test('are told once, lead to their case, and survive a restart', async ({ launch, folder }) => {
    const profile = path.join(folder, 'deadlines');
    // Without a token nobody acts, so the page hands over no list of its own beside the test's.
    const args = ['--server', 'http://127.0.0.1:9'];
    const options = { profile, args, clockAt: new Date(nineOClock).toISOString() };
    const first = await launch(options);
    await recordNotifications(first);
    await first.window.evaluate(async (start) => {
      Object.assign(window, { opened: new Promise((resolve) => window.desktop.on('case:open', resolve)) });
      await window.desktop.call('deadlines:set', [
        {
          caseId: 'case-1',
          number: '00012345',
          subject: 'ASN rejected',
          clock: 'first_response',
          atRiskAt: start + 600_000,
          dueAt: start + 1_200_000,
          overdueAt: start + 1_200_001,
        },
      ]);
    }, nineOClock);
    expect(await toldBy(first)).toEqual([]);

    await first.setClock(nineOClock + 10 * minute);
    expect(await toldBy(first)).toEqual(['At risk: 00012345']);
    await first.app.evaluate(() => {
      (globalThis as { told?: { emit(name: string): void }[] }).told?.[0]?.emit('click');
    });
    expect(await first.window.evaluate(() => (window as { opened?: unknown }).opened)).toEqual({ caseId: 'case-1' });
    await first.kill();

    const second = await launch({ ...options, clockAt: new Date(nineOClock + 11 * minute).toISOString() });
    await recordNotifications(second);
    await second.setClock(nineOClock + 12 * minute);
    expect(await toldBy(second)).toEqual([]);
    await second.setClock(nineOClock + 21 * minute);
    await second.setClock(nineOClock + 22 * minute);
    expect(await toldBy(second)).toEqual(['Overdue: 00012345']);
  });
});

/** Keeps the notifications of the app for the test instead of showing them: `told`, oldest first. */
async function recordNotifications({ app }: Dueline): Promise<void> {
  await app.evaluate(({ Notification }) => {
    const told: unknown[] = [];
    Object.assign(globalThis, { told });
    Notification.prototype.show = function show() {
      told.push(this);
    };
  });
}

function toldBy({ app }: Dueline): Promise<readonly string[]> {
  return app.evaluate(() => ((globalThis as { told?: { title: string }[] }).told ?? []).map((one) => one.title));
}

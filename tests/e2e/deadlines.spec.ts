import path from 'node:path';
import { expect } from '@playwright/test';
import { z } from 'zod';
import { ledgerLineSchema } from '../../src-main/deadlines/ledger.ts';
import { macId } from '../../src-main/deadlines/notice-id.ts';
import { toastArguments } from '../../src-main/deadlines/windows-toast.ts';
import { lineFile } from '../../src-main/profile/line-file.ts';
import { settingsStore } from '../../src-main/settings/settings-store.ts';
import { nothingManaged } from '../../src-shared/managed/managed-settings.ts';
import { runScript } from './command-line.ts';
import { activate, follow, nextDeadline, shownBy, titlesBy } from './desk-notifications.ts';
import { rowOf, showView } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { type Dueline, test } from './launch.ts';
import { syncOf } from './outage.ts';
import { runtime } from './runtime.ts';
import { teamBackend } from './team-backend.ts';

/** A working morning, when all calendars of the shipped policy are open. */
const clockAt = '2026-11-18T18:00:00.000Z';
const morning = Date.parse(clockAt);
const minute = 60_000;
const sample = ['--sample', '60,5'];
const noted = z.object({
  title: z.string(),
  outcome: z.object({ outcome: z.string(), reason: z.string().optional() }).nullable(),
});

test.beforeEach(() => {
  test.skip(runtime.kind === 'electron', 'Only the stand-in records what it was asked to show.');
});

test('a deadline is told with the window hidden, snoozed, and followed to its case', async ({ launch }) => {
  const dueline = await launch({ args: sample, clockAt });
  const { window: page } = dueline;
  const next = await nextDeadline(dueline, morning);
  await setHidden(dueline);
  const told = async () => (await titlesBy(dueline)).filter((title) => title.startsWith(`${next.number}:`)).length;
  const before = await told();
  await dueline.setClock(next.at);
  await expect.poll(told).toBe(before + 1);
  const shown = (await shownBy(dueline)).findLast(({ title }) => title.startsWith(`${next.number}:`));
  expect(shown?.actions.map(({ text }) => text).slice(0, 2)).toEqual(['Open', 'Snooze 10 min']);

  await follow(dueline, next.number, 'action', 1);
  await dueline.setClock(next.at + 9 * minute);
  const soFar = await told();
  await dueline.setClock(next.at + 10 * minute);
  await expect.poll(told).toBe(soFar + 1);

  await follow(dueline, next.number, 'click');
  await expect(page.locator(`[data-open-case="${next.caseId}"]`)).toBeVisible();
  await expect.poll(() => isVisible(dueline)).toBe(true);
});

test('quiet hours hold everything back, and end with one summary that the window keeps', async ({ launch }) => {
  const dueline = await launch({ args: sample, clockAt });
  const { window: page } = dueline;
  const next = await nextDeadline(dueline, morning + 5 * minute);
  const end = next.at + 60 * minute;
  await page.keyboard.press(',');
  await page.getByRole('checkbox', { name: 'Tell me nothing during them' }).check();
  await page.getByLabel('From').fill(wallTime(morning));
  await page.getByLabel('to', { exact: true }).fill(wallTime(end));
  await page.keyboard.press('Escape');
  await expect.poll(() => quietHours(dueline)).toEqual({ from: wallTime(morning), to: wallTime(end) });

  const before = (await titlesBy(dueline)).length;
  await dueline.setClock(next.at);
  await dueline.setClock(next.at + 30 * minute);
  expect(await titlesBy(dueline)).toHaveLength(before);
  await dueline.setClock(end);
  await expect
    .poll(async () => (await titlesBy(dueline)).slice(before))
    .toEqual([expect.stringMatching(/^While you were away: \d+ deadlines?$/)]);
  const bar = page.getByRole('region', { name: 'Deadlines to see' });
  await expect(bar).toContainText('While you were away');
  await expectAccessible(page, 'the summary of what was missed');
  await bar
    .getByRole('button', { name: new RegExp(`^${next.number} `) })
    .first()
    .click();
  await expect(page.locator(`[data-open-case="${next.caseId}"]`)).toBeVisible();
});

test('deadlines are told while the backend is dead and over a restart, and the export says what was shown', async ({
  launch,
  folder,
}) => {
  // Three starts of the app.
  test.setTimeout(120_000);
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '40,5'], clockAt);
  await backend.start();
  try {
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const options = { profile: path.join(folder, 'ana'), args: ['--server', backend.url, '--token', token] };
    const first = await launch({ ...options, clockAt });
    await showView(first.window, 'Unassigned');
    await expect(syncOf(first)).toHaveAttribute('data-connection', 'online');
    await backend.kill();
    // Some with time left: what is overdue has nothing more to tell.
    const late = first.window.locator('[data-state="overdue"]');
    const row = first.window.getByRole('grid').locator('[data-case-id]').filter({ hasNot: late }).first();
    for (let claimed = 1; claimed <= 5; claimed++) {
      await row.click();
      await first.window.keyboard.press('c');
      await expect(syncOf(first)).toHaveAttribute('data-waiting', String(claimed));
    }
    const mine = await nextDeadline(first, morning);
    await first.setClock(mine.at);
    await expect.poll(() => titlesBy(first)).toContainEqual(expect.stringContaining(mine.number));
    const later = await nextDeadline(first, mine.at);
    const shown = [...(await titlesBy(first))];
    await first.kill();

    const second = await launch({ ...options, clockAt: new Date(later.at + 5 * minute).toISOString() });
    await expect.poll(async () => (await titlesBy(second)).length).toBeGreaterThan(0);
    await expect.poll(async () => (await titlesBy(second)).some((title) => title.startsWith('While you'))).toBe(true);
    shown.push(...(await titlesBy(second)));
    const bar = second.window.getByRole('region', { name: 'Deadlines to see' });
    await expect(bar).toContainText('While you were away');
    const alerts = await bar.locator('[data-alert]').count();
    for (let left = alerts; left > 0; left--) await second.window.keyboard.press('x');
    await expect(bar).toHaveCount(0);
    // It is gone from the window before the main process has noted it.
    const ledger = lineFile(path.join(options.profile, 'notices.jsonl'), ledgerLineSchema, false);
    await expect.poll(() => ledger.read().filter(({ kind }) => kind === 'seen').length).toBe(alerts);
    await second.kill();

    const exported = await runScript('scripts/notices.ts', ['--profile', options.profile]);
    const notices = exported.stdout.split('\n').filter((line) => line !== '');
    const told = notices.map((line) => noted.parse(JSON.parse(line)));
    expect(told.flatMap(({ title, outcome }) => (outcome?.outcome === 'shown' ? [title] : []))).toEqual(shown);

    const third = await launch({ ...options, clockAt: new Date(later.at + 6 * minute).toISOString() });
    await expect(third.window.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(third.window.getByRole('region', { name: 'Deadlines to see' })).toHaveCount(0);
    expect(await titlesBy(third)).toEqual([]);
  } finally {
    await backend.kill();
  }
});

test('what the system does not show stays in the window until it is seen, over a restart too', async ({
  launch,
  folder,
}) => {
  const reason = 'Settings prevent the notification from being delivered.';
  const options = { profile: path.join(folder, 'refused'), env: { DUELINE_STAND_IN_NO_NOTIFICATIONS: reason } };
  const first = await launch({ ...options, args: sample, clockAt });
  const next = await nextDeadline(first, morning);
  await first.setClock(next.at);
  const alert = first.window.locator('[data-alert]').filter({ hasText: next.number });
  await expect(alert.first()).toBeVisible();
  await expectAccessible(first.window, 'deadlines that the system did not show');

  await first.window.keyboard.press(',');
  const settings = first.window.getByRole('dialog', { name: 'Settings' });
  await settings.getByRole('button', { name: 'Send a test notification' }).click();
  await expect(settings.getByRole('status', { name: 'The test notification' })).toContainText(reason);
  await expectAccessible(first.window, 'the settings');
  await settings.getByRole('checkbox', { name: 'My cases' }).uncheck();
  // A choice is shown before the main process has written it.
  await expect.poll(() => settingsStore(options.profile, nothingManaged).now().notifications.muted).toEqual(['mine']);
  await first.window.keyboard.press('Escape');
  await first.kill();

  const second = await launch({ ...options, clockAt: new Date(next.at + minute).toISOString() });
  const kept = second.window.locator('[data-alert]').filter({ hasText: next.number });
  await expect(kept.first()).toBeVisible();
  await second.window.keyboard.press(',');
  await expect(second.window.getByRole('checkbox', { name: 'My cases' })).not.toBeChecked();
  await second.window.keyboard.press('Escape');
  await second.window.keyboard.press('t');
  for (let left = await second.window.locator('[data-alert]').count(); left > 0; left--) {
    await second.window.keyboard.press('x');
  }
  await expect(second.window.getByRole('region', { name: 'Deadlines to see' })).toHaveCount(0);
});

test('a notification leads to its case from a cold start, and its Claim does what the key does', async ({
  launch,
  folder,
}) => {
  test.setTimeout(120_000);
  const env = { DUELINE_STAND_IN_TOASTS: '1' };
  const profile = path.join(folder, 'toasts');
  const first = await launch({ profile, args: sample, clockAt, env });
  const next = await nextDeadline(first, morning);
  await first.setClock(next.at);
  await expect.poll(() => titlesBy(first)).toContainEqual(expect.stringContaining(next.number));
  const toast = (await shownBy(first)).findLast(({ title }) => title.includes(next.number))?.toastXml ?? '';
  const carried = (/ launch="([^"]*)"/.exec(toast)?.[1] ?? '').replaceAll('&amp;', '&');
  await showView(first.window, 'Unassigned');
  const free = (await first.window.locator('[data-case-id]').first().getAttribute('data-case-id')) ?? '';
  await first.kill();

  const start = (given: string) =>
    launch({
      profile,
      clockAt: new Date(next.at + minute).toISOString(),
      env: { ...env, DUELINE_STAND_IN_ACTIVATION: given },
    });
  const second = await start(carried);
  await expect(second.window.locator(`[data-open-case="${next.caseId}"]`)).toBeVisible();
  await second.kill();

  const onMac = await launch({
    profile,
    clockAt: new Date(next.at + minute).toISOString(),
    env: { DUELINE_STAND_IN_LAUNCH: JSON.stringify({ identifier: macId(free, '1') }) },
  });
  await expect(onMac.window.locator(`[data-open-case="${free}"]`)).toBeVisible();
  await onMac.kill();

  const claim = toastArguments({ action: 'claim', caseId: free }, 'a toast');
  const third = await start(claim);
  const pane = third.window.locator(`[data-open-case="${free}"]`);
  await expect(pane).toBeVisible();
  await showView(third.window, 'My cases');
  await expect(rowOf(third.window, free)).toBeVisible();
  await showView(third.window, 'Unassigned');
  await expect(rowOf(third.window, free)).toHaveCount(0);
  // The same toast once more does nothing; another one is refused, as the key would be.
  await activate(third, toastArguments({ action: 'claim', caseId: free }, 'another toast'));
  await expect(third.window.getByRole('alert').filter({ hasText: /already/i })).toBeVisible();
});

async function setHidden({ app }: Dueline): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
}

function isVisible({ app }: Dueline): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
}

/** As the agent's computer shows it. */
function wallTime(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
}

function quietHours({ window: page }: Dueline): Promise<unknown> {
  return page.evaluate(async () => (await window.desktop.call('settings:read', undefined)).notifications.quietHours);
}

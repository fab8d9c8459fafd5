import path from 'node:path';
import { expect } from '@playwright/test';
import { caseIdSchema } from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { CaseDeadlines, DeadlineChange } from '../../src-shared/deadlines/deadline.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { isOpen } from '../../src-shared/queue/queue-order.ts';
import { type ExportedData, exportedData, independentFigures } from './command-line.ts';
import { showView } from './desk-page.ts';
import { chooseInTray, closeWindow, dialogsOf, isShown, type StandIn, shown } from './desktop-parts.ts';
import { type Dueline, type LaunchOptions, test } from './launch.ts';
import { inOutage, syncOf } from './outage.ts';
import { runtime } from './runtime.ts';

const nine = Date.parse('2026-03-02T17:00:00Z');
const minute = 60_000;
/** Without a token nobody acts, so the page hands over no deadlines of its own beside the test's. */
const nobody = ['--server', 'http://127.0.0.1:9'];

test.describe('the tray, the badge and the title', () => {
  test.skip(runtime.kind === 'electron', 'What the desktop shows can only be read on the stand-in.');

  test('count what is overdue of the agent’s cases, as the command line computes it, while time passes', async ({
    launch,
    folder,
  }) => {
    const morning = Date.parse('2026-11-18T18:00:00Z');
    const profile = path.join(folder, 'desk');
    const dueline = await launch({
      profile,
      args: ['--sample', '120,10'],
      clockAt: new Date(morning).toISOString(),
      tray: true,
    });
    await dueline.backendPid();
    await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
    const me = await dueline.window.evaluate(async () => (await fetch('/api/sync/me')).json());
    const data = await exportedData(path.join(profile, 'data'));
    const counts: number[] = [];
    for (const hours of [0, 1, 5, 20]) {
      const at = morning + hours * 60 * minute;
      await dueline.setClock(at);
      const overdue = await overdueOf(data, me.user, at);
      counts.push(overdue);
      await expect
        .poll(() => shown(dueline))
        .toMatchObject({
          badge: process.platform === 'win32' ? 0 : overdue,
          title: overdue === 0 ? 'Dueline' : `Dueline — ${overdue} overdue`,
          tray: expect.arrayContaining([
            overdue === 0 ? 'Nothing overdue' : overdue === 1 ? '1 case overdue' : `${overdue} cases overdue`,
          ]),
        });
    }
    // Otherwise the test would have shown nothing.
    expect(new Set(counts).size).toBeGreaterThan(2);
  });

  test('lead to the next deadline, and say that the backend is gone', async ({ launch }) => {
    const dueline = await launch({ args: nobody, clockAt: new Date(nine).toISOString(), tray: true });
    await handOver(dueline, { whole: true, put: [dueCase('case-1', nine + 30 * minute)], remove: [], isFresh: true });
    await dueline.window.evaluate(() => {
      Object.assign(window, { opened: new Promise((resolve) => window.desktop.on('case:open', resolve)) });
    });
    await expect
      .poll(async () => (await shown(dueline)).tray)
      .toEqual(
        expect.arrayContaining([
          '1 due within the hour',
          expect.stringMatching(/^Next: 00012345 first response, /),
          'Offline',
        ]),
      );
    await chooseInTray(dueline, 'Next: 00012345');
    expect(await dueline.window.evaluate(() => (window as { opened?: unknown }).opened)).toEqual({ caseId: 'case-1' });

    await handOver(dueline, { whole: false, put: [], remove: ['case-1'], isFresh: true });
    await expect.poll(async () => (await shown(dueline)).tray).toContain('Nothing due within the hour');
  });
});

test.describe('without its window', () => {
  test.skip(runtime.kind === 'electron', 'Whether a window is hidden can only be read on the stand-in.');

  test('the app goes on in the tray, says so once, and tells of a deadline', async ({ launch }) => {
    const dueline = await launch({ args: nobody, clockAt: new Date(nine).toISOString(), tray: true });
    await recordNotifications(dueline);
    await handOver(dueline, { whole: true, put: [dueCase('case-1', nine + 30 * minute)], remove: [], isFresh: true });
    await expect.poll(async () => (await shown(dueline)).tray).toContain('Open Dueline');

    await closeWindow(dueline);
    expect(await isShown(dueline)).toBe(false);
    expect(await toldBy(dueline)).toEqual(['Dueline goes on in the tray']);
    await dueline.setClock(nine + 30 * minute);
    await expect.poll(() => toldBy(dueline)).toContain('00012345: First response due now');

    await chooseInTray(dueline, 'Open Dueline');
    expect(await isShown(dueline)).toBe(true);
    await closeWindow(dueline);
    expect((await toldBy(dueline)).filter((title) => title === 'Dueline goes on in the tray')).toHaveLength(1);
  });

  test('the app ends where the settings want it to', async ({ launch }) => {
    test.skip(process.platform === 'darwin', 'A Mac keeps the app in its dock.');
    const dueline = await launch({ args: nobody, tray: true });
    await expect.poll(async () => (await shown(dueline)).tray).toContain('Open Dueline');
    await dueline.window.evaluate(async () => {
      const settings = await window.desktop.call('settings:read', undefined);
      await window.desktop.call('settings:write', { ...settings, closeToTray: false });
    });
    const ended = new Promise((resolve) => dueline.app.process().once('exit', resolve));
    await closeWindow(dueline);
    expect(await ended).toBe(0);
  });

  test('the app starts at login, and shows itself when a person starts it', async ({ launch, folder }) => {
    const profile = path.join(folder, 'hidden');
    const dueline = await launch({ profile, args: [...nobody, '--hidden'], tray: true });
    await expect.poll(async () => (await shown(dueline)).tray).toContain('Open Dueline');
    expect(await isShown(dueline)).toBe(false);
    // Its page works all the same.
    expect(await dueline.window.evaluate(() => window.desktop.call('backend:state', undefined))).toMatchObject({
      kind: 'remote',
    });
    expect(await dueline.window.evaluate(() => window.desktop.call('app:login-item', undefined))).toMatchObject({
      isSupported: process.platform === 'win32',
    });
    const started = (hidden: boolean) =>
      dueline.app.evaluate(
        ({ app }, handedOver) => {
          app.emit('second-instance', {}, [], '', handedOver);
        },
        { hidden, link: null },
      );
    await started(true);
    expect(await isShown(dueline)).toBe(false);
    await started(false);
    expect(await isShown(dueline)).toBe(true);
  });

  test('a hidden start without a tray shows the window, or nobody would find it', async ({ launch }) => {
    test.skip(process.platform !== 'linux', 'Windows and macOS have a tray.');
    const dueline = await launch({ args: [...nobody, '--hidden'], tray: false });
    await expect.poll(() => isShown(dueline)).toBe(true);
  });
});

test.describe('quitting', () => {
  test.skip(runtime.kind === 'electron', 'A dialog of the system can only be answered on the stand-in.');

  test('asks while changes wait, and keeps them and what is half-written', async ({ launch, folder }) => {
    const withTray = (options: LaunchOptions) => launch({ ...options, tray: true });
    await inOutage({ launch: withTray, folder }, [], async ({ dueline, options }) => {
      await expect
        .poll(async () => (await shown(dueline)).tray)
        .toEqual(expect.arrayContaining(['Offline', '1 change waiting to be sent']));
      await dueline.window.keyboard.press('r');
      await dueline.window.getByRole('textbox', { name: 'Reply' }).fill('We are look');
      await dueline.app.evaluate(({ app }) => {
        (globalThis as unknown as StandIn).electronStandIn.answers.push(1);
        app.quit();
      });
      await expect.poll(() => dialogsOf(dueline)).toEqual(['1 change is not sent yet.']);
      expect(await isShown(dueline)).toBe(true);

      await dueline.window.getByRole('textbox', { name: 'Reply' }).fill('We are looking into i');
      const ended = new Promise((resolve) => dueline.app.process().once('exit', resolve));
      await dueline.app.evaluate(({ app }) => {
        (globalThis as unknown as StandIn).electronStandIn.answers.push(0);
        app.quit();
      });
      expect(await ended).toBe(0);

      const again = await launch(options);
      await expect(syncOf(again)).toHaveAttribute('data-waiting', '1');
      await showView(again.window, 'My cases');
      await again.window.getByRole('grid').locator('[data-case-id]').first().click();
      await expect(again.window.getByRole('textbox', { name: 'Reply' })).toHaveValue('We are looking into i');
    });
  });
});

async function handOver({ window: page }: Dueline, change: DeadlineChange): Promise<void> {
  await page.evaluate((handed) => window.desktop.call('deadlines:change', handed), change);
}

function dueCase(caseId: string, dueAt: number): CaseDeadlines {
  return {
    caseId: caseIdSchema.parse(caseId),
    number: '00012345',
    subject: 'ASN rejected',
    account: 'Harvest Valley',
    severity: 2,
    reason: 'mine',
    deadlines: [
      { clock: 'first_response', dueAt, crossings: [{ threshold: 'due', at: dueAt, tellAt: dueAt, leftMs: 0 }] },
    ],
  };
}

/** Keeps the titles of notifications for the test. */
async function recordNotifications({ app }: Dueline): Promise<void> {
  await app.evaluate(({ Notification }) => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    Notification.prototype.show = function show() {
      told.push(this.title);
      this.emit('show', {});
    };
  });
}

function toldBy({ app }: Dueline): Promise<readonly string[]> {
  return app.evaluate(() => (globalThis as { told?: string[] }).told ?? []);
}

/** How many of the cases that somebody is told of have an overdue clock, by `npm run -s sla`. */
async function overdueOf(data: ExportedData, me: { readonly id: string; readonly role: string }, at: number) {
  const { cases } = await independentFigures(data, at);
  const policy = compilePolicy(data.policy);
  return data.cases.filter(({ id, events }) => {
    const state = foldCase(policy, events);
    const clocks = cases.get(id)?.clocks ?? {};
    const isLate = (...names: string[]) => names.some((name) => clocks[name]?.state === 'breached');
    if (!isOpen(state)) return false;
    if (state.ownerId === me.id || state.technicalOwnerId === me.id)
      return isLate('first_response', 'next_update', 'resolution');
    if (me.role === 'tae' && state.handOff?.state === 'open') return isLate('hand_off');
    return state.ownerId === null && state.severity <= 2 && isLate('first_response', 'next_update', 'resolution');
  }).length;
}

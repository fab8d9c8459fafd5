import path from 'node:path';
import { expect } from '@playwright/test';
import { ledgerLineSchema, noticesOf } from '../../src-main/deadlines/ledger.ts';
import { lineFile } from '../../src-main/profile/line-file.ts';
import { follow, titlesBy } from './desk-notifications.ts';
import { expectAccessible } from './expect-accessible.ts';
import { openBySubject, tabTo } from './keys.ts';
import { type Dueline, test } from './launch.ts';
import { runtime } from './runtime.ts';
import { ask, callInVain, pacific, resume, subject, waitOnCustomer } from './silent-customer.ts';
import { onStoryDesk } from './story-desk.ts';

/* The app tells the contact of a case what the rules of closing ask for next. */

test.beforeEach(() => {
  test.skip(runtime.kind === 'electron', 'Only the stand-in records what it was asked to show.');
});

/** How often it was told since the app started. */
async function timesTold(dueline: Dueline, words: string): Promise<number> {
  return (await titlesBy(dueline)).filter((title) => title.endsWith(`: ${words}`)).length;
}

test('rule-7 the next outreach and the closing are told once each when their day opens, with the window hidden and offline', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  await onStoryDesk({ launch, folder }, pacific('2026-11-24'), async (desk) => {
    const dueline = await desk.join('Ana Ruiz', 'coa');
    const { window: page } = dueline;
    await ask(page);
    await desk.moveTo(pacific('2026-11-24', '10:05'));
    await callInVain(page, 'First outreach.');
    await waitOnCustomer(page);
    const pane = page.locator('[data-open-case]').filter({ hasText: subject });
    await page.keyboard.press('Escape');
    await expect(pane).toHaveCount(0);
    const { id, number } = await desk.caseOf(subject);
    await desk.goOffline();
    await setHidden(dueline);

    await desk.moveTo(pacific('2026-11-25', '05:59'));
    expect(await timesTold(dueline, 'Next outreach due')).toBe(0);
    await desk.moveTo(pacific('2026-11-25', '06:00'));
    await expect.poll(() => timesTold(dueline, 'Next outreach due')).toBe(1);
    await follow(dueline, `${number}: Next outreach due`, 'click');
    await expect(page.locator(`[data-open-case="${id}"]`)).toBeVisible();

    await callInVain(page, 'Second outreach.');
    // Support is closed on Thanksgiving and the day after.
    await desk.moveTo(pacific('2026-11-27'));
    expect(await timesTold(dueline, 'Next outreach due')).toBe(1);
    await desk.moveTo(pacific('2026-11-30', '06:00'));
    await expect.poll(() => timesTold(dueline, 'Next outreach due')).toBe(2);
    await callInVain(page, 'Third outreach.');
    await desk.moveTo(pacific('2026-11-30', '16:00'));
    expect(await timesTold(dueline, 'May be closed now')).toBe(0);
    await desk.moveTo(pacific('2026-12-01', '06:00'));
    await expect.poll(() => timesTold(dueline, 'May be closed now')).toBe(1);
    await desk.goOnline();
    await desk.moveTo(pacific('2026-12-01', '12:00'));
    expect(await timesTold(dueline, 'Next outreach due')).toBe(2);
    expect(await timesTold(dueline, 'May be closed now')).toBe(1);
  });
});

test('rule-7 next steps are muted by keys in the settings, and not told of a case that was answered', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  await onStoryDesk({ launch, folder }, pacific('2026-11-23'), async (desk) => {
    const dueline = await desk.join('Ana Ruiz', 'coa');
    const { window: page } = dueline;
    await ask(page);
    await callInVain(page, 'First outreach.');
    await waitOnCustomer(page);
    const choice = page.getByRole('checkbox', { name: 'Outreaches, closings, returns' });
    const choose = async (isOn: boolean): Promise<void> => {
      await page.keyboard.press(',');
      await tabTo(page, choice);
      await page.keyboard.press('Space');
      await expect(choice).toBeChecked({ checked: isOn });
      await expect.poll(() => isMuted(dueline)).toBe(!isOn);
      await expectAccessible(page, 'the settings of what is told');
      await page.keyboard.press('Escape');
      await expect(choice).toHaveCount(0);
    };
    await choose(false);
    await desk.moveTo(pacific('2026-11-24', '06:00'));
    await expect.poll(() => outcomesOf(dueline, 'follow_up')).toEqual([{ outcome: 'suppressed', reason: 'muted' }]);
    await openBySubject(page, subject);
    await callInVain(page, 'Second outreach.');
    await choose(true);
    await desk.moveTo(pacific('2026-11-24', '16:00'));
    await page.keyboard.press('p');
    await page.keyboard.insertText('They called back.');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('region', { name: 'Timeline' })).toContainText('They called back.');
    await page.keyboard.press('Escape');
    await resume(page);
    await desk.moveTo(pacific('2026-11-25', '06:00'));
    await openBySubject(page, subject);
    expect(await timesTold(dueline, 'Next outreach due')).toBe(0);
    expect(outcomesOf(dueline, 'follow_up')).toHaveLength(1);
  });
});

/** What became of what was to be told of a step, by the ledger. */
function outcomesOf({ profile }: Dueline, step: string): unknown[] {
  const ledger = lineFile(path.join(profile, 'notices.jsonl'), ledgerLineSchema, false);
  const ofStep = noticesOf(ledger.read()).filter(({ told }) => told.some(({ key }) => key.includes(` ${step} `)));
  return ofStep.map(({ outcome }) => outcome);
}

async function setHidden({ app }: Dueline): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    for (const window of BrowserWindow.getAllWindows()) window.hide();
  });
}

function isMuted({ window: page }: Dueline): Promise<boolean> {
  return page.evaluate(async () => {
    const { notifications } = await window.desktop.call('settings:read', undefined);
    return notifications.muted.includes('next_step');
  });
}

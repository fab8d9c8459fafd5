import { expect, type Page } from '@playwright/test';
import { openBySubject } from './keys.ts';
import { test } from './launch.ts';
import { ask, callInVain, pacific, subject, waitOnCustomer, write } from './silent-customer.ts';
import { courseOf, onStoryDesk, type StoryDesk } from './story-desk.ts';

/*
 * A question that nobody answers any more: three outreaches over Thanksgiving and a weekend, closing refused until the
 * day it is allowed. By the keyboard alone, with the network and without it.
 */

/** Closing without a response is refused, and says from when on it is allowed. */
async function expectRefused(page: Page, words: string): Promise<void> {
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('2');
  await expect(dialog.getByRole('radio', { name: 'No response' })).toBeChecked();
  await page.keyboard.press('Control+Enter');
  await expect(dialog.getByRole('alert')).toContainText('It cannot be closed yet.');
  await expect(dialog).toContainText(words);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

async function closeUnanswered(page: Page): Promise<void> {
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('2');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-open-case]')).toContainText('closed the case: no response');
}

/** The outreaches on Tuesday, Wednesday, the holiday, Saturday and Monday; three of them count. */
async function live(desk: StoryDesk, page: Page, reach: (page: Page, text: string) => Promise<void>): Promise<void> {
  await ask(page);
  await desk.moveTo(pacific('2026-11-24', '10:05'));
  await reach(page, 'First outreach.');
  await waitOnCustomer(page);
  await expectRefused(page, 'It can be closed on Mon 30 Nov at the earliest.');
  await desk.moveTo(pacific('2026-11-25'));
  await reach(page, 'Second outreach.');
  await desk.moveTo(pacific('2026-11-26'));
  await reach(page, 'On Thanksgiving.');
  await desk.moveTo(pacific('2026-11-28'));
  await reach(page, 'On Saturday.');
  await expectRefused(page, 'The next one counts from Mon 30 Nov 06:00 (America/Los_Angeles).');
  await desk.moveTo(pacific('2026-11-30', '06:00'));
  await reach(page, 'Third outreach.');
  await closeUnanswered(page);
}

async function expectClosed(desk: StoryDesk, page: Page, outreach: 'agent_message' | 'call'): Promise<void> {
  const doc = await desk.caseOf(subject);
  expect(courseOf(doc)).toEqual([outreach, 'waiting', outreach, outreach, outreach, outreach, 'closed']);
  expect(doc.events.at(-1)).toMatchObject({ reason: 'no_response', at: Date.parse(pacific('2026-11-30', '06:00')) });
  const { status, clocks } = await desk.figuresOf(subject);
  expect(status).toBe('closed');
  // Five minutes before it began to wait, and none of the rest.
  expect(clocks.resolution).toMatchObject({ state: 'met', elapsed_minutes: 5 });
  await desk.expectQueue(page);
}

test('rule-7 a question without an answer closes on the third support day of an outreach, and not before', async ({
  launch,
  folder,
}) => {
  test.setTimeout(300_000);
  await onStoryDesk({ launch, folder }, pacific('2026-11-24'), async (desk) => {
    const { window: page } = await desk.join('Ana Ruiz', 'coa');
    await live(desk, page, async (window, text) => {
      await write(window, text);
      await expect(window.getByText('not sent yet')).toHaveCount(0);
    });
    await expectClosed(desk, page, 'agent_message');
  });
});

test('rule-7 the same without the network from the first step to the last, by calls that nobody took, and then synced', async ({
  launch,
  folder,
}) => {
  test.setTimeout(300_000);
  await onStoryDesk({ launch, folder }, pacific('2026-11-24'), async (desk) => {
    const { window: page } = await desk.join('Ana Ruiz', 'coa');
    await desk.goOffline();
    await live(desk, page, callInVain);
    await desk.goOnline();
    await expect(page.getByRole('button', { name: 'Needs attention' })).toHaveText('Needs attention0');
    await expectClosed(desk, page, 'call');
  });
});

test('rule-7 messages that never left are no outreach: offline the closing is refused at once', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  await onStoryDesk({ launch, folder }, pacific('2026-11-23'), async (desk) => {
    const { window: page } = await desk.join('Ana Ruiz', 'coa');
    await desk.goOffline();
    await ask(page);
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-25']) {
      await desk.moveTo(pacific(day, '11:00'));
      await write(page, `Outreach on ${day}.`);
    }
    await expectRefused(page, '0 of 3 outreaches count');
    await desk.goOnline();
    await openBySubject(page, subject);
    // They were sent together, so they stand on one support day.
    await expectRefused(page, '1 of 3 outreaches count (Wed 25 Nov)');
  });
});

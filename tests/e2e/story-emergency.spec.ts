import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './expect-accessible.ts';
import { openBySubject, say, tabTo, typeInto } from './keys.ts';
import { type Dueline, test } from './launch.ts';
import { courseOf, onStoryDesk, type StoryDesk } from './story-desk.ts';

/*
 * Severity 1 at 21:30 in Los Angeles, phoned in for a Premier account: handed to a TAE, returned, handed again, its root
 * cause found, resolved. By the keyboard alone, with the network and without it.
 */

const subject = 'All outbound orders stop since 21:10';
const evening = '2026-11-18T05:30:00.000Z';
const at = (minutes: number): string => new Date(Date.parse(evening) + minutes * 60_000).toISOString();

async function phoneIn(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+e');
  const dialog = page.getByRole('dialog', { name: 'Emergency by phone' });
  await expect(dialog.getByLabel('Caller’s number')).toBeFocused();
  await page.keyboard.insertText('+1 (206) 555-0142');
  await tabTo(page, dialog.getByRole('combobox', { name: 'Account' }));
  await page.keyboard.type('kestrel');
  await expect(page.getByRole('option', { name: /Kestrel Supermarkets/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await typeInto(page, [
    ['Caller’s name, if not listed', 'Noor at the night desk'],
    ['What is down', 'No 850 leaves any more; every AS2 connection ends with TLS alert 46.'],
    ['Down since', '20 min'],
    ['Who is affected', 'All 31 distribution centres'],
    ['Business deadline', 'The first trucks are loaded at 02:00.'],
    ['Subject', subject],
  ]);
  await expectAccessible(page, 'a filled form of an emergency');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.locator('[data-open-case]')).toContainText(subject);
}

async function handOff(page: Page, summary: string): Promise<void> {
  await page.keyboard.press('h');
  await typeInto(page, [
    ['Summary', summary],
    ['Impact', 'No orders leave; the first truck is loaded at 02:00.'],
    ['Steps tried', 'Sent one document by hand: the same alert.'],
    ['Evidence', 'TLS alert 46, from 21:10 on, every partner'],
  ]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('[data-open-case]')).toContainText(summary);
}

async function giveBack(page: Page): Promise<void> {
  await page.keyboard.press('b');
  await typeInto(page, [['What is missing', 'Which certificate do the partners see?']]);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** The root cause is asked for, and only with it the case is resolved. */
async function resolveWithRootCause(page: Page): Promise<void> {
  await page.keyboard.press('e');
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('root cause');
  await tabTo(page, dialog.getByRole('textbox', { name: /^Root cause/ }));
  await page.keyboard.insertText('The AS2 certificate of the gateway expired at 21:10.');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toHaveCount(0);
}

async function setSeverity(page: Page, severity: '1' | '2'): Promise<void> {
  for (const key of ['s', severity, 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.locator('[data-open-case]')).toContainText(severity === '1' ? 'Critical' : 'Urgent');
}

/** What happened, by the backend's record; the same with the network and without. */
const course = [
  'handed_off',
  'hand_off_returned',
  'severity_set',
  'severity_set',
  'handed_off',
  'hand_off_accepted',
  'call',
  'resolved',
  'reopened',
  'resolved',
];

async function expectResolved(desk: StoryDesk, page: Page): Promise<void> {
  const doc = await desk.caseOf(subject);
  expect(courseOf(doc)).toEqual(course);
  expect(doc.events.map((event) => event.at)).toEqual(
    [0, 5, 15, 16, 17, 20, 25, 60, 90, 100, 110].map((minutes) => Date.parse(at(minutes))),
  );
  expect(doc.events.at(-1)).toMatchObject({ rootCause: 'The AS2 certificate of the gateway expired at 21:10.' });
  const { clocks, status } = await desk.figuresOf(subject);
  expect(status).toBe('resolved');
  // 24x7: 480 minutes from the call on, of which the ten between resolving and reopening do not count.
  expect(clocks).toMatchObject({
    first_response: { state: 'met', elapsed_minutes: 0 },
    resolution: { state: 'met', elapsed_minutes: 100, remaining_minutes: 380 },
    hand_off: { state: 'met' },
  });
  await desk.expectQueue(page);
}

test('rule-6 rule-7 a severity 1 by night is handed off, returned, handed off again and resolved with its root cause', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  await onStoryDesk({ launch, folder }, evening, async (desk) => {
    const { window: ana } = await desk.join('Ana Ruiz', 'coa');
    const { window: tom } = await desk.join('Tom Weber', 'tae');
    await phoneIn(ana);
    expect((await desk.figuresOf(subject)).clocks).toMatchObject({
      first_response: { state: 'met' },
      next_update: { due: at(120) },
      resolution: { due: at(480) },
    });
    await desk.moveTo(at(5));
    await handOff(ana, 'Orders stop at the AS2 gateway.');
    await desk.moveTo(at(15));
    const seen = await openBySubject(tom, subject);
    await giveBack(tom);
    await expect(seen).toContainText('Which certificate do the partners see?');
    await desk.moveTo(at(16));
    await setSeverity(ana, '2');
    // Retroactive: the same start, the target of severity 2.
    expect((await desk.figuresOf(subject)).clocks).toMatchObject({ resolution: { due: at(1_320) } });
    await desk.expectQueue(ana);
    await openBySubject(ana, subject);
    await desk.moveTo(at(17));
    await setSeverity(ana, '1');
    expect((await desk.figuresOf(subject)).clocks).toMatchObject({ resolution: { due: at(480) } });
    await desk.moveTo(at(20));
    await handOff(ana, 'The gateway shows the certificate of 2024.');
    await desk.moveTo(at(25));
    await expect(seen).toContainText('The gateway shows the certificate of 2024.');
    await tom.keyboard.press('h');
    await expect(seen).toContainText('accepted the hand-off');
    await desk.moveTo(at(60));
    await say(ana, 'Call', 'Told Noor that the certificate is being renewed.');
    await desk.moveTo(at(90));
    await expect(seen).toContainText('being renewed');
    await resolveWithRootCause(tom);
    await expect(seen).toContainText('The AS2 certificate of the gateway expired at 21:10.');
    await desk.moveTo(at(100));
    await reopen(tom);
    await desk.moveTo(at(110));
    await resolveAgain(tom);
    await expectResolved(desk, ana);
  });
});

test('rule-6 rule-7 the same without the network from the first step to the last, by a lead alone, and then synced', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  await onStoryDesk({ launch, folder }, evening, async (desk) => {
    const lena = await desk.join('Lena Brandt', 'lead');
    const { window: page } = lena;
    await desk.goOffline();
    await phoneIn(page);
    await expect(page.locator('[data-open-case] [data-clock="first_response"]')).toContainText('met');
    await desk.moveTo(at(5));
    await handOff(page, 'Orders stop at the AS2 gateway.');
    await desk.moveTo(at(15));
    await giveBack(page);
    await desk.moveTo(at(16));
    await setSeverity(page, '2');
    await desk.moveTo(at(17));
    await setSeverity(page, '1');
    await desk.moveTo(at(20));
    await handOff(page, 'The gateway shows the certificate of 2024.');
    await desk.moveTo(at(25));
    await page.keyboard.press('h');
    await expect(page.locator('[data-open-case]')).toContainText('accepted the hand-off');
    await desk.moveTo(at(60));
    await say(page, 'Call', 'Told Noor that the certificate is being renewed.');
    await desk.moveTo(at(90));
    await resolveWithRootCause(page);
    await desk.moveTo(at(100));
    await reopen(page);
    await desk.moveTo(at(110));
    await resolveAgain(page);
    await expectNothingRefused(lena);
    await desk.goOnline();
    await expectNothingRefused(lena);
    await expectResolved(desk, page);
  });
});

async function reopen(page: Page): Promise<void> {
  await page.keyboard.press('o');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

/** Its root cause is known by now. */
async function resolveAgain(page: Page): Promise<void> {
  await page.keyboard.press('e');
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
}

async function expectNothingRefused({ window }: Dueline): Promise<void> {
  await expect(
    window.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Needs attention' }),
  ).toHaveText('Needs attention0');
}

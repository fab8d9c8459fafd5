import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { colleagueOn } from './colleague.ts';
import { exportedData } from './command-line.ts';
import { expectCount, openCase } from './desk-page.ts';
import { expectAccessible } from './expect-accessible.ts';
import { type Dueline, test } from './launch.ts';
import { teamBackend } from './team-backend.ts';

/** The week of Thanksgiving 2026, by the clocks of Los Angeles: support is closed from Thursday to Sunday. */
const at = (date: string, time = '10:00') => Date.parse(`${date}T${time}:00-08:00`);

const dialogOf = (page: Page) => page.getByRole('dialog');
const reason = (page: Page, name: string) => dialogOf(page).getByRole('radio', { name });

/** Writes to the customer of the open case, and steps out of the composer. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('r');
  await page.getByRole('textbox', { name: 'Reply' }).fill(text);
  await page.keyboard.press('Control+Enter');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline).toContainText(text);
  await expect(timeline.getByText('not sent yet')).toHaveCount(0);
  await page.keyboard.press('Escape');
}

async function closedEvents(dueline: Dueline, caseId: string) {
  const { cases } = await exportedData(path.join(dueline.profile, 'data'));
  const events = cases.find(({ id }) => id === caseId)?.events ?? [];
  return events.filter(({ type }) => type === 'closed' || type === 'breach_reason_set' || type === 'root_cause_set');
}

test('rule-7 (b) nobody answers over a holiday and a weekend: closing is refused until the day it is allowed', async ({
  launch,
}) => {
  const dueline = await launch({
    args: ['--sample', '60,5'],
    clockAt: new Date(at('2026-11-24')).toISOString(),
  });
  const { window: page } = dueline;
  await expectCount(page, 'All open', 60);
  const { cases } = await exportedData(path.join(dueline.profile, 'data'));
  const untouched = cases.find(({ events }) => events.every(({ type }) => type === 'opened'));
  if (untouched === undefined) throw new Error('The sample has no case that is new.');
  const caseId = untouched.id;
  const pane = await openCase(page, untouched);
  await page.keyboard.press('c');
  await expect(pane).toContainText('claimed the case');
  await write(page, 'Which order is it about?');
  await page.keyboard.press('w');
  await page.getByRole('menuitem', { name: 'The customer' }).press('Enter');
  await expect(pane).toContainText('1 of 3 outreaches count (Tue 24 Nov). The next one counts from Wed 25 Nov 06:00');
  await expectAccessible(page, 'a case whose customer does not answer');
  const before = Number((await page.getByRole('button', { name: 'Follow up today' }).textContent())?.match(/\d+/)?.[0]);

  await page.keyboard.press('e');
  await expect(reason(page, 'Resolved')).toBeFocused();
  await page.keyboard.press('2');
  await expect(reason(page, 'No response')).toBeChecked();
  const checklist = dialogOf(page).getByRole('region', { name: 'What closing asks for' });
  await expect(checklist).toContainText('It can be closed on Mon 30 Nov at the earliest.');
  await dialogOf(page).getByRole('textbox', { name: 'Remark' }).fill('No word from them.');
  await expectAccessible(page, 'closing that is not allowed yet');
  await page.keyboard.press('Control+Enter');
  await expect(dialogOf(page).getByRole('alert')).toContainText('It cannot be closed yet. 1 of 3 outreaches count');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toHaveCount(0);

  await dueline.setClock(at('2026-11-25'));
  await expect(page.getByRole('button', { name: 'Follow up today' })).not.toHaveText(`Follow up today${before}`);
  await write(page, 'Did you find the order number?');
  await expect(pane).toContainText('2 of 3 outreaches count (Tue 24 Nov and Wed 25 Nov).');
  await dueline.setClock(at('2026-11-26'));
  await write(page, 'A call may be easier.');
  await expect(pane).toContainText('The next one counts from Mon 30 Nov 06:00 (America/Los_Angeles).');
  await dueline.setClock(at('2026-11-30'));
  await expect(pane).toContainText('The next one counts today.');
  await write(page, 'We close this for now.');
  await expect(pane).toContainText('3 of 3 outreaches count (Tue 24 Nov, Wed 25 Nov and Mon 30 Nov).');

  await page.keyboard.press('e');
  await expect(reason(page, 'No response')).toBeChecked();
  await expect(dialogOf(page).getByRole('textbox', { name: 'Remark' })).toHaveValue('No word from them.');
  await expect(dialogOf(page).getByRole('status')).toHaveText('Everything is there.');
  await dialogOf(page).getByRole('combobox', { name: 'Closure code' }).selectOption('Not reproducible');
  await page.keyboard.press('Control+Enter');
  await expect(pane).toContainText('closed the case: no response');
  await page.keyboard.press('Control+z');
  await expect(pane).toContainText('taking back the closing');
  await page.keyboard.press('e');
  await expect(dialogOf(page).getByRole('status')).toHaveText('Everything is there.');
  await page.keyboard.press('Control+Enter');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
  expect(await closedEvents(dueline, caseId)).toMatchObject([
    { reason: 'no_response', closureCode: 'not_reproducible', text: 'No word from them.' },
    { reason: 'no_response' },
  ]);
});

test('rule-7 (d) an overdue case is closed in agreement, with a reason for its missed clock', async ({ launch }) => {
  const dueline = await launch({
    args: ['--sample', '60,5'],
    clockAt: new Date(at('2026-11-24')).toISOString(),
  });
  const { window: page } = dueline;
  await expectCount(page, 'All open', 60);
  await page.keyboard.press('5');
  await page.getByRole('grid').locator('[data-case-id]').first().waitFor();
  await page.keyboard.press('Enter');
  const pane = page.locator('[data-open-case]');
  const caseId = (await pane.getAttribute('data-open-case')) ?? '';

  await page.keyboard.press('e');
  await page.keyboard.press('4');
  const checklist = dialogOf(page).getByRole('region', { name: 'What closing asks for' });
  await expect(checklist).toContainText('Say who of the customer agreed.');
  await page.keyboard.press('Tab');
  await expect(dialogOf(page).getByRole('textbox', { name: 'Who of the customer agreed' })).toBeFocused();
  await page.keyboard.insertText('Irene Kapoor');
  await expect(checklist).not.toContainText('Say who of the customer agreed.');
  await dialogOf(page).getByLabel('When', { exact: true }).fill('2031-01-01T10:00');
  await expect(checklist).toContainText('They cannot have agreed in the future.');
  await dialogOf(page).getByLabel('When', { exact: true }).fill('2026-11-23T10:00');
  await dialogOf(page).getByRole('textbox', { name: 'How', exact: true }).fill('On a call.');
  const missed = dialogOf(page).getByRole('combobox', { name: /^Why the .* was missed$/ });
  const count = await missed.count();
  expect(count).toBeGreaterThan(0);
  for (let index = 0; index < count; index++) await missed.nth(index).selectOption('More cases than hands');
  await expect(checklist).toContainText('Everything is there.');
  await expectAccessible(page, 'closing in agreement');
  await page.keyboard.press('Control+Enter');
  await expect(pane).toContainText('closed the case in agreement with Irene Kapoor');
  await expect(pane).toContainText('How they agreed: On a call.');
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
  const events = await closedEvents(dueline, caseId);
  expect(events.at(-1)).toMatchObject({ reason: 'agreement', agreed: { who: 'Irene Kapoor', how: 'On a call.' } });
  expect(events.slice(0, -1).map(({ type }) => type)).toEqual(Array.from({ length: count }, () => 'breach_reason_set'));
});

test('rule-7 a missed clock is explained and a root cause written down from the case, and both are undone', async ({
  launch,
}) => {
  const dueline = await launch({
    args: ['--sample', '30,5'],
    clockAt: new Date(at('2026-11-24')).toISOString(),
  });
  const { window: page } = dueline;
  await expectCount(page, 'All open', 30);
  const { cases } = await exportedData(path.join(dueline.profile, 'data'));
  const untouched = cases.find(({ events }) => events.every(({ type }) => type === 'opened'));
  if (untouched === undefined) throw new Error('The sample has no case that is new.');
  const pane = await openCase(page, untouched);
  const clock = pane.locator('[data-clock="first_response"]');
  await expect(clock).toBeVisible();
  // Two weeks later, whatever its severity.
  await dueline.setClock(at('2026-12-08'));
  await expect(clock).toContainText('overdue');
  await write(page, 'Sorry for the wait.');
  await expect(clock).toContainText('missed by');
  await expect(pane).toContainText('Nobody said why.');
  await expectAccessible(page, 'a case with a missed clock');

  await page.keyboard.press('Shift+W');
  const why = dialogOf(page).getByRole('combobox', { name: 'Why the first response was missed' });
  await expect(why).toBeFocused();
  await page.keyboard.press('Control+Enter');
  await expect(dialogOf(page)).toContainText('Choose why a clock was missed.');
  await why.selectOption('Not noticed in time');
  await expectAccessible(page, 'the reason of a missed clock');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toHaveCount(0);
  await page.keyboard.press('Shift+W');
  await expect(why).toHaveValue('not_noticed');
  await page.keyboard.press('Control+Enter');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(pane).toContainText('Missed because: Not noticed in time');
  await page.keyboard.press('Control+z');
  await expect(pane).toContainText('Nobody said why.');
  await pane.getByRole('button', { name: 'Give a reason, First response' }).press('Enter');
  await why.selectOption('Triaged late');
  await page.keyboard.press('Control+Enter');
  await expect(pane).toContainText('Missed because: Triaged late');

  await page.getByRole('region', { name: 'Timeline' }).focus();
  await page.keyboard.press('Shift+E');
  const cause = dialogOf(page).getByRole('textbox', { name: 'What was behind it' });
  await expect(cause).toBeFocused();
  await page.keyboard.insertText('A certificate had expired.');
  await expectAccessible(page, 'the root cause');
  await page.keyboard.press('Control+Enter');
  await expect(dialogOf(page)).toHaveCount(0);
  await expect(pane.getByRole('region', { name: 'Timeline' })).toContainText('A certificate had expired.');
  await page.keyboard.press('Shift+E');
  await expect(cause).toHaveValue('A certificate had expired.');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
  expect(await closedEvents(dueline, untouched.id)).toMatchObject([
    { type: 'breach_reason_set', clock: 'first_response', code: 'not_noticed' },
    { type: 'breach_reason_set', withdrawn: true },
    { type: 'breach_reason_set', clock: 'first_response', code: 'late_triage' },
    { type: 'root_cause_set', rootCause: 'A certificate had expired.' },
  ]);
});

test('rule-7 (a) and (c) a raised severity wants its root cause, and a development ticket its release', async ({
  launch,
  folder,
}) => {
  const clockAt = new Date(at('2026-11-24')).toISOString();
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '60,5'], clockAt);
  await backend.start();
  try {
    const token = await backend.addUser('Tom Weber', 'tae');
    const profile = path.join(folder, 'tom');
    const { window: page } = await launch({ profile, args: ['--server', backend.url, '--token', token], clockAt });
    await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-connection', 'online');
    const lea = await colleagueOn(backend, 'Lea Brandt', () => Date.parse(clockAt), 'lead');
    const { cases } = await exportedData(backend.dataDir);
    const untouched = cases.filter(({ events }) => events.every(({ type }) => type === 'opened'));
    const [first, second] = untouched;
    if (first === undefined || second === undefined) throw new Error('The sample has no two cases that are new.');

    const pane = await openCase(page, first);
    await lea('set_severity', { caseId: first.id, severity: 4 });
    await lea('resolve', { caseId: first.id });
    await lea('set_severity', { caseId: first.id, severity: 1 });
    await expect(pane).toContainText('set severity 1, Critical');
    await page.keyboard.press('e');
    const cause = dialogOf(page).getByRole('textbox', { name: 'Root cause, for severity 1' });
    await expect(dialogOf(page).getByRole('region', { name: 'What closing asks for' })).toContainText(
      'Write down the root cause.',
    );
    await cause.fill('A certificate had expired.');
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText('A certificate had expired.');
    await expect(pane).toContainText('closed the case');

    const other = await openCase(page, second);
    await page.keyboard.press('e');
    await page.keyboard.press('3');
    await expect(dialogOf(page)).toContainText('Escalate it to development first, with the reference of a ticket.');
    await page.keyboard.press('Escape');
    const ticket = { team: 'development', ticketRef: 'DEV-7', plannedReleaseOn: '2026-12-04', wait: false };
    await lea('escalate', { caseId: second.id, ...ticket });
    await expect(other).toContainText('escalated the case to Development, ticket DEV-7');
    await page.keyboard.press('e');
    await page.keyboard.press('3');
    await expect(dialogOf(page).getByRole('combobox', { name: 'Ticket' })).toHaveValue('DEV-7');
    await expectAccessible(page, 'closing on a development ticket');
    await page.keyboard.press('Control+Enter');
    await expect(other).toContainText('closed the case on ticket DEV-7, release planned on Fri 4 Dec');
    await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
    const after = (await exportedData(backend.dataDir)).cases;
    const last = (id: string) => after.find((found) => found.id === id)?.events.at(-1);
    expect(last(first.id)).toMatchObject({ type: 'closed', reason: 'resolved' });
    expect(last(second.id)).toMatchObject({ reason: 'development', ticketRef: 'DEV-7' });
  } finally {
    await backend.kill();
  }
});

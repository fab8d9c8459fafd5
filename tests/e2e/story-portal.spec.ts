import { expect } from '@playwright/test';
import { titlesBy } from './desk-notifications.ts';
import { openBySubject, tabTo, typeInto } from './keys.ts';
import { test } from './launch.ts';
import { runtime } from './runtime.ts';
import { courseOf, onStoryDesk } from './story-desk.ts';

/* Cases that the portal brings, each worked to its end by the keyboard alone. */

/** Tuesday, 10:00 in Los Angeles. */
const morning = '2026-11-17T18:00:00.000Z';
const at = (minutes: number): string => new Date(Date.parse(morning) + minutes * 60_000).toISOString();

test('rule-3 rule-8 a portal case "Critical" that is a password reset is triaged, answered by its macro and closed with its code', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  const subject = 'URGENT password reset for our buyer';
  await onStoryDesk({ launch, folder }, morning, async (desk) => {
    const portal = await desk.serviceToken('community-portal', 'portal');
    const { window: page } = await desk.join('Ana Ruiz', 'coa');
    await desk.ask(
      portal,
      'POST',
      '/v1/cases',
      { ...passwordReset(subject), product: { name: 'Order Management' } },
      'portal-1',
    );
    expect(await desk.figuresOf(subject)).toMatchObject({
      severity: 1,
      clocks: { first_response: { due: at(240) }, triage: { due: at(120) } },
    });
    await desk.moveTo(at(10));
    const pane = await openBySubject(page, subject);
    await expect(pane).toContainText('provisional');

    await page.keyboard.press('s');
    await page.keyboard.press('4');
    await tabTo(page, page.getByRole('dialog').getByRole('combobox', { name: 'Kind' }));
    await page.keyboard.type('User');
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(pane).toContainText('set severity 4, Low / inquiry, user administration');
    // Retroactive, from the opening on: the first response of severity 4, and no other target.
    const found = await desk.figuresOf(subject);
    expect(found).toMatchObject({ severity: 4, clocks: { triage: { state: 'met', elapsed_minutes: 10 } } });
    expect(found.clocks).not.toHaveProperty('resolution');
    await desk.expectQueue(page);
    await openBySubject(page, subject);

    await page.keyboard.press('i');
    const guidance = pane.getByRole('region', { name: 'Guidance' });
    await expect(guidance).toContainText('User administration is the customer');
    await tabTo(page, guidance.getByRole('button', { name: /^Write “/ }).first());
    await page.keyboard.press('Enter');
    const reply = page.getByRole('textbox', { name: 'Reply' });
    await expect(reply).toBeFocused();
    const draft = await reply.inputValue();
    expect(draft).toContain('Hello Noor,');
    await page.keyboard.press('Control+Enter');
    await expect(pane.getByRole('region', { name: 'Timeline' })).toContainText('wrote to the customer');
    await expect(reply).toHaveValue('');
    await page.keyboard.press('Escape');
    await desk.moveTo(at(20));

    await page.keyboard.press('e');
    await expect(page.getByRole('dialog').getByRole('radio', { name: 'Resolved' })).toBeChecked();
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(pane).toContainText('resolved the case');
    await page.keyboard.press('e');
    // The macro that answered it names the code.
    await expect(page.getByRole('dialog').getByRole('combobox', { name: 'Closure code' })).toHaveValue(
      'user_administration',
    );
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText('closed the case');

    const doc = await desk.caseOf(subject);
    expect(courseOf(doc)).toEqual(['severity_set', 'agent_message', 'resolved', 'closed']);
    expect(doc.events.at(-1)).toMatchObject({ reason: 'resolved', closureCode: 'user_administration' });
    await desk.expectQueue(page);
    // The customer sees what was said, and nothing of the desk's own.
    const seen = JSON.stringify(await desk.ask(portal, 'GET', `/v1/cases/${doc.number}`));
    expect(seen).toContain('"status":"closed"');
    expect(seen).toContain('Noor Haddad');
    expect(seen).not.toContain('severity');
  });
});

test('rule-9 a custom report goes to Professional Services, with its Statement of Work and not without', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  const subject = 'Custom report: fill rate by commodity and week';
  await onStoryDesk({ launch, folder }, morning, async (desk) => {
    const portal = await desk.serviceToken('community-portal', 'portal');
    const { window: page } = await desk.join('Ana Ruiz', 'coa');
    const wanted = { ...passwordReset(subject), priority: 'medium', kind: 'professional_services' };
    await desk.ask(portal, 'POST', '/v1/cases', { ...wanted, text: 'We need it as CSV each Monday.' }, 'portal-2');
    await desk.moveTo(at(5));
    const pane = await openBySubject(page, subject);
    await page.keyboard.press('c');
    await expect(pane).toContainText('claimed the case');
    for (const key of ['s', '4', 'Enter']) await page.keyboard.press(key);
    await expect(pane).toContainText('set severity 4');

    await page.keyboard.press('f');
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('combobox', { name: 'Team' })).toBeFocused();
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toContainText('It needs a Statement of Work. Give its reference.');
    await typeInto(page, [
      ['Statement of Work', 'SOW-2026-118'],
      ['Ticket', 'PS-77'],
    ]);
    await page.keyboard.press('Control+Enter');
    await expect(dialog).toHaveCount(0);
    await expect(pane).toContainText('escalated the case to Professional Services, ticket PS-77, SOW SOW-2026-118');
    const doc = await desk.caseOf(subject);
    expect(courseOf(doc)).toEqual(['assigned', 'severity_set', 'escalated', 'waiting']);
    expect(await desk.figuresOf(subject)).toMatchObject({ status: 'waiting_internally' });
    await desk.expectQueue(page);
  });
});

test('rule-7 a case closed on a development ticket comes back to its owner when the release date moves, and when it passes', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  const subject = 'Label printer prints the wrong SSCC';
  await onStoryDesk({ launch, folder }, morning, async (desk) => {
    const portal = await desk.serviceToken('community-portal', 'portal');
    const tracker = await desk.serviceToken('tracker', 'tickets');
    const dueline = await desk.join('Lena Brandt', 'lead');
    const { window: page } = dueline;
    /** Its owner is told of it; only the stand-in says what was shown. */
    const expectTold = async (times: number): Promise<void> => {
      if (runtime.kind === 'electron') return;
      await expect
        .poll(async () => (await titlesBy(dueline)).filter((title) => title.endsWith(': Back with you')).length)
        .toBe(times);
    };
    await desk.ask(
      portal,
      'POST',
      '/v1/cases',
      { ...passwordReset(subject), priority: 'medium', kind: 'issue' },
      'p-3',
    );
    await desk.moveTo(at(5));
    const pane = await openBySubject(page, subject);
    await page.keyboard.press('c');
    await expect(pane).toContainText('claimed the case');
    for (const key of ['s', '3', 'Enter']) await page.keyboard.press(key);
    await expect(pane).toContainText('set severity 3');
    await page.keyboard.press('f');
    await typeInto(page, [['Ticket', 'DEV-4711']]);
    await tabTo(page, page.getByRole('dialog').getByLabel('Planned release'));
    await page.keyboard.type('12042026');
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText('release planned on Fri 4 Dec 2026');
    expect(await desk.figuresOf(subject)).toMatchObject({ status: 'waiting_development' });

    const closeOnTicket = async (): Promise<void> => {
      await page.keyboard.press('e');
      await page.keyboard.press('3');
      await page.keyboard.press('Control+Enter');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    };
    await closeOnTicket();
    await expect(pane).toContainText('closed the case on ticket DEV-4711, release planned on Fri 4 Dec 2026');
    expect(await desk.figuresOf(subject)).toMatchObject({ status: 'closed' });

    await desk.moveTo(at(60));
    await desk.ask(tracker, 'POST', '/v1/dev-tickets/DEV-4711', { plannedReleaseOn: '2026-12-11' });
    await expect(pane).toContainText('brought the case back: the release it was closed for has moved');
    expect(await desk.figuresOf(subject)).toMatchObject({ status: 'in_progress' });
    await expectTold(1);
    await desk.expectQueue(page);
    await openBySubject(page, subject);
    await closeOnTicket();

    // The day after the release, midnight in Los Angeles.
    await desk.moveTo('2026-12-12T07:59:00.000Z');
    expect(await desk.figuresOf(subject)).toMatchObject({ status: 'closed' });
    await desk.moveTo('2026-12-12T08:00:00.000Z');
    await expect.poll(async () => (await desk.figuresOf(subject)).status).toBe('in_progress');
    const doc = await desk.caseOf(subject);
    expect(doc.events.filter(({ type }) => type === 'reopened')).toMatchObject([
      { because: 'release_moved', by: { kind: 'system' } },
      { because: 'release_passed', by: { kind: 'system' } },
    ]);
    await expect(pane).toContainText('In progress · Lena Brandt');
    // A lead's own cases.
    await page.keyboard.press('8');
    await expect(page.locator(`[data-case-id="${doc.id}"]`)).toBeVisible();
    await desk.expectQueue(page);
    // A Saturday: it is told when support opens.
    await expectTold(1);
    await desk.moveTo('2026-12-14T14:00:00.000Z');
    await expectTold(2);
  });
});

test('rule-5 a change of agreement, a reopening and a merge move clocks and order as the command line has it', async ({
  launch,
  folder,
}) => {
  test.setTimeout(240_000);
  const [first, second] = ['Invoices are sent twice', 'Invoices doubled after the resend'];
  await onStoryDesk({ launch, folder }, morning, async (desk) => {
    const portal = await desk.serviceToken('community-portal', 'portal');
    const { window: page } = await desk.join('Lena Brandt', 'lead');
    for (const [place, subject] of [first, second].entries()) {
      const issue = { ...passwordReset(subject ?? ''), priority: 'high', kind: 'issue' };
      await desk.ask(portal, 'POST', '/v1/cases', issue, `merge-${place}`);
    }
    await desk.moveTo(at(30));
    const pane = await openBySubject(page, first ?? '');
    for (const key of ['s', '2', 'Enter']) await page.keyboard.press(key);
    await expect(pane).toContainText('set severity 2');
    const dueBefore = (await desk.figuresOf(first ?? '')).clocks.resolution?.due;
    await page.keyboard.press('g');
    await tabTo(page, page.getByRole('dialog').getByRole('combobox', { name: 'Agreement' }));
    await page.keyboard.type('Standard');
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText('changed the agreement to Standard');
    // The same start, on support hours in place of the round-the-clock calendar.
    expect((await desk.figuresOf(first ?? '')).clocks.resolution?.due).not.toBe(dueBefore);
    await desk.expectQueue(page);

    await openBySubject(page, first ?? '');
    await page.keyboard.press('e');
    await tabTo(page, page.getByRole('dialog').getByRole('textbox', { name: /^Root cause/ }));
    await page.keyboard.insertText('The resend job ran twice.');
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText('resolved the case');
    await desk.moveTo(at(40));
    await page.keyboard.press('o');
    await page.keyboard.press('Control+Enter');
    await expect(pane).toContainText('reopened the case');
    await desk.expectQueue(page);

    const merged = await openBySubject(page, second ?? '');
    const survivor = await desk.caseOf(first ?? '');
    await page.keyboard.press('m');
    await expect(page.getByRole('textbox', { name: 'Into which case' })).toBeFocused();
    await page.keyboard.insertText(survivor.number ?? '');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+Enter');
    await expect(merged).toContainText(`Merged into ${survivor.number}`);
    expect(await desk.figuresOf(second ?? '')).toMatchObject({ status: 'closed', most_urgent: null });
    await desk.expectQueue(page);
  });
});

/** As a Premier account's portal sends it. */
function passwordReset(subject: string) {
  return {
    account: { name: 'Kestrel Supermarkets' },
    contact: { name: 'Noor Haddad', email: 'noor.haddad@kestrel.example' },
    subject,
    text: 'Our buyer forgot the password and cannot get in. Please reset it.',
    priority: 'critical',
  };
}

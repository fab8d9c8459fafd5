import path from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { sampleDirectory } from '../../src-backend/sample/directory.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import { hostileTexts } from '../conformance/hostile-text.ts';
import { exportedData } from './command-line.ts';
import { openCase, showView } from './desk-page.ts';
import { draftStored } from './draft-stored.ts';
import { expectAccessible } from './expect-accessible.ts';
import { test } from './launch.ts';

/** Wednesday, 10:00 at the desk. */
const morning = '2026-11-18T18:00:00.000Z';

/** The new case dialog, with an account found by a part of its name and the kind chosen. */
async function newCase(page: Page, account: string, kind: string): Promise<Locator> {
  await page.keyboard.press('+');
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await dialog.getByLabel('Account').focus();
  await page.keyboard.insertText(account);
  await expect(page.getByRole('option').first()).toBeVisible();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Kind').focus();
  await page.keyboard.type(kind);
  return dialog;
}

async function shown(page: Page, subject: string): Promise<Locator> {
  const pane = page.getByRole('region', { name: /^Case / });
  await expect(pane.getByRole('heading', { level: 2 })).toHaveText(subject);
  return pane;
}

test('rule-2 a request for service is opened with its fields, and ticked off item by item', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const { window: page } = await launch({ profile, args: ['--sample', '60,10'], clockAt: morning });
  await showView(page, 'My cases');
  const dialog = await newCase(page, 'quintin', 'Service');
  await dialog.getByLabel('Request for').focus();
  await page.keyboard.type('SSAE');
  await expect(dialog.getByLabel('Report period')).toBeVisible();
  await expectAccessible(page, 'a new request for service');
  await dialog.getByLabel('Subject').fill('SOC 1 report for our auditors');
  await dialog.getByLabel('What the customer said').fill('We need it by Friday.');
  await dialog.getByLabel('Report period').fill('2026, second half');
  await page.keyboard.press('Control+Enter');
  await expect(dialog).toContainText('Still empty: Recipient, with title and company.');
  await dialog.getByLabel('Recipient').fill('Head of internal audit');
  await page.keyboard.press('Control+Enter');

  const pane = await shown(page, 'SOC 1 report for our auditors');
  const request = pane.getByRole('region', { name: 'Request' });
  await expect(request).toContainText('0 of 3 done');
  await request.getByRole('checkbox', { name: 'Confidentiality agreement is on file' }).focus();
  await page.keyboard.press('Space');
  await expect(request).toContainText('1 of 3 done');
  await page.keyboard.press('Control+z');
  await expect(request).toContainText('0 of 3 done');
  await page.getByRole('region', { name: 'Timeline' }).focus();
  await page.keyboard.press('q');
  const change = page.getByRole('dialog', { name: /^Request of / });
  await change.getByLabel('Auditor').fill('Wells & Partners');
  await page.keyboard.press('Control+Enter');
  await expect(request).toContainText('Wells & Partners');
  await expectAccessible(page, 'a request for service');
});

test('rule-11 an enhancement counts one vote an account, and gives it back', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '60,10'], clockAt: morning });
  await showView(page, 'My cases');
  const dialog = await newCase(page, 'kestrel', 'Enhancement');
  await dialog.getByLabel('Subject').fill('Dark screen for the cooler');
  await dialog.getByLabel('What the customer said').fill('Gloves and glare.');
  await page.keyboard.press('Control+Enter');
  const pane = await shown(page, 'Dark screen for the cooler');
  const votes = pane.getByRole('region', { name: 'Votes' });
  await expect(votes).toContainText('1 account asks for it');
  await page.getByRole('region', { name: 'Timeline' }).focus();
  await page.keyboard.press('q');
  const asked = page.getByRole('dialog', { name: /^Votes for / });
  await expect(asked.getByLabel('Account that asks for it')).toBeFocused();
  await page.keyboard.insertText('bluestem');
  await expect(page.getByRole('option', { name: /Bluestem/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await expect(votes).toContainText('2 accounts ask for it');
  await expect(votes).toContainText('Bluestem Markets, Kestrel Supermarkets');
  await page.keyboard.press('Control+z');
  await expect(votes).toContainText('1 account asks for it');
});

test('rule-11 votes are a column of the queue that it can be ordered by', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '200,10'], clockAt: morning });
  await showView(page, 'All open');
  await page.keyboard.press('Shift+V');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Order').selectOption('Votes');
  await dialog.getByLabel('Direction').selectOption('Descending');
  await dialog.getByRole('checkbox', { name: 'Votes' }).press('Space');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Sorted by votes, descending, not by the time left.')).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'Votes' })).toHaveAttribute('aria-sort', 'descending');
  const cells = page.locator('[data-case-id] [data-column="votes"]');
  await expect(cells.first()).toContainText(/^\d+/);
  const counts = (await cells.allInnerTexts()).map((words) => Number.parseInt(words, 10)).filter(Number.isFinite);
  expect(counts.length).toBeGreaterThan(1);
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  await expectAccessible(page, 'a view with votes');
});

test('rule-6 a lead gives a new case to a colleague, who is a COA or a lead', async ({ launch }) => {
  const { users } = sampleDirectory(1, await shippedPolicy());
  const lead = users.find(({ role }) => role === 'lead');
  const analyst = users.find(({ role }) => role === 'coa');
  const engineer = users.find(({ role }) => role === 'tae');
  if (lead === undefined || analyst === undefined || engineer === undefined) throw new Error('A role is missing.');
  const { window: page } = await launch({ args: ['--sample', '60,10', '--user', lead.id], clockAt: morning });
  await showView(page, 'All open');
  const dialog = await newCase(page, 'kestrel', 'Question');
  const owner = dialog.getByRole('combobox', { name: 'Owner' });
  await expect(owner.getByRole('option', { name: engineer.name })).toHaveCount(0);
  await owner.selectOption(analyst.name);
  await dialog.getByLabel('Subject').fill('How do we add a delivery window?');
  await dialog.getByLabel('What the customer said').fill('They ship on Saturdays now.');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.keyboard.press('+');
  await expect(owner).toHaveValue(analyst.id);
  await page.keyboard.press('Control+Enter');
  const pane = await shown(page, 'How do we add a delivery window?');
  await expect(pane).toContainText(`New · ${analyst.name}`);
  await expect(page.getByRole('status', { name: 'Sync' })).toHaveAttribute('data-waiting', '0');
});

test('a case that could be there already is shown while typing, with what it shares, and opened instead', async ({
  launch,
}) => {
  const { window: page } = await launch({ args: ['--sample', '60,10'], clockAt: morning });
  await showView(page, 'My cases');
  const first = await newCase(page, 'kestrel', 'Product');
  // A COA keeps a new case, or leaves it to whoever claims it.
  await expect(first.getByRole('combobox', { name: 'Owner' }).getByRole('option')).toHaveText(['Me', 'Nobody yet']);
  await first.getByLabel('Subject').fill('ASN rejected by the receiver');
  await first.getByLabel('What the customer said').fill('Unknown GTIN since 08:10.');
  await page.keyboard.press('Control+Enter');
  await shown(page, 'ASN rejected by the receiver');
  const second = await newCase(page, 'kestrel', 'Product');
  await second.getByLabel('Subject').fill('Our ASNs are being rejected');
  const offered = second.getByRole('region', { name: 'Possible duplicates' });
  await expect(offered).toContainText('shares: ASN, rejected');
  await offered.getByRole('button').first().focus();
  await page.keyboard.press('Enter');
  await expect(second).toHaveCount(0);
  await shown(page, 'ASN rejected by the receiver');
  await page.keyboard.press('+');
  await expect(second.getByLabel('Subject')).toHaveValue('Our ASNs are being rejected');
});

test('a macro is found, filled in and sent; what it leaves open is asked for; the draft survives a restart', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const options = { profile, args: ['--sample', '60,10'], clockAt: morning };
  const before = await launch(options);
  let page = before.window;
  await showView(page, 'All open');
  const { cases, contacts } = await exportedData(path.join(profile, 'data'));
  const found = cases.find(({ events }) => events.length === 1 && events[0]?.type === 'opened');
  if (found === undefined) throw new Error('The sample has no case that is new.');
  await openCase(page, found);
  await page.keyboard.press('r');
  await page.keyboard.press('Control+j');
  const picker = page.getByRole('dialog', { name: 'Macros' });
  await expect(picker.getByRole('combobox', { name: 'Macro' })).toBeFocused();
  await page.keyboard.insertText('trading partner');
  await expectAccessible(page, 'the macros');
  await expect(picker.getByRole('region', { name: 'What it says' })).toContainText('{what to look for}');
  await page.keyboard.press('Enter');
  await expect(picker).toHaveCount(0);
  const contact = contacts.find(({ id }) => id === found.contactId);
  const reply = page.getByRole('textbox', { name: 'Reply' });
  await expect(reply).toBeFocused();
  await expect(reply).toHaveValue(new RegExp(`^Hello ${contact?.name.split(' ')[0]},`));
  await page.keyboard.press('Control+Enter');
  const pane = page.locator(`[data-open-case="${found.id}"]`);
  await expect(pane.getByRole('alert')).toContainText('still holds {what to look for}');
  await draftStored(page, 'the messages of case');
  await before.kill();

  const after = await launch(options);
  page = after.window;
  await openCase(page, found);
  await page.keyboard.press('r');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue(/\{what to look for\}/);
  await page.getByRole('button', { name: 'Fill in {what to look for}' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('Interchange 450771262 of 08:10.');
  await page.keyboard.press('Control+Enter');
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await expect(timeline).toContainText('Interchange 450771262 of 08:10.');
  await expect(timeline.getByText('not sent yet')).toHaveCount(0);
  const sent = (await exportedData(path.join(profile, 'data'))).cases.find(({ id }) => id === found.id)?.events.at(-1);
  expect(sent).toMatchObject({ type: 'agent_message', macro: 'partner_side' });
});

test('an agent writes a macro of their own, changes it and takes it out of use', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '20,2'], clockAt: morning });
  await showView(page, 'All open');
  await page.keyboard.press('Control+Shift+J');
  const manage = page.getByRole('dialog', { name: 'Macros' });
  await manage.getByLabel('Name').fill('Look at the label printer');
  await manage.getByLabel('Text').fill('Hello {contact}, please restart {printer}.');
  await expect(manage.getByRole('status')).toContainText('{printer}');
  await expectAccessible(page, 'the macros to be managed');
  await manage.getByRole('button', { name: 'Save macro' }).press('Enter');
  await expect(manage.getByLabel('Macro', { exact: true }).getByRole('option', { name: /label printer/ })).toHaveCount(
    1,
  );
  // What was saved is the one that is shown now: saved again, it does not become two.
  await expect(manage.getByRole('button', { name: 'Take out of use' })).toBeVisible();
  await expect(manage.getByLabel('Name')).toHaveValue('Look at the label printer');
  await expect(manage.getByRole('button', { name: 'Save macro' })).toBeFocused();
  await manage.getByLabel('Text').fill('Hello {contact}, please restart the printer.');
  await manage.getByRole('button', { name: 'Save macro' }).press('Enter');
  await manage.getByLabel('Macro', { exact: true }).selectOption('');
  await expect(manage.getByLabel('Name')).toHaveValue('');
  await expect(manage.getByLabel('Macro', { exact: true }).getByRole('option', { name: /label printer/ })).toHaveCount(
    1,
  );
  await manage.getByLabel('Macro', { exact: true }).selectOption({ label: 'Look at the label printer (mine)' });
  await expect(manage.getByLabel('Text')).toHaveValue('Hello {contact}, please restart the printer.');
  await manage.getByRole('button', { name: 'Take out of use' }).press('Enter');
  await expect(manage.getByLabel('Macro', { exact: true }).getByRole('option', { name: /label printer/ })).toHaveCount(
    0,
  );
});

test('rule-8 guidance says that an account is never unlocked, and has the words for it at hand', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '60,10'], clockAt: morning });
  await showView(page, 'My cases');
  const dialog = await newCase(page, 'kestrel', 'User');
  await dialog.getByLabel('Subject').fill('Account locked after wrong passwords');
  await dialog.getByLabel('What the customer said').fill('Please unlock it, the truck leaves at 14:00.');
  await dialog.getByLabel('Product').selectOption('Order Management');
  await page.keyboard.press('Control+Enter');
  const pane = await shown(page, 'Account locked after wrong passwords');
  await page.getByRole('region', { name: 'Timeline' }).focus();
  await page.keyboard.press('i');
  const guidance = pane.getByRole('region', { name: 'Guidance' });
  await expect(guidance.getByRole('article').first()).toContainText('the desk cannot unlock an account');
  await expect(guidance).toContainText('Closes as: Account unlock: not possible for the desk');
  await expect(guidance).toContainText('User administration is the customer');
  await expectAccessible(page, 'guidance in a case');
  await guidance.getByRole('button', { name: /Why we cannot unlock/ }).press('Enter');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue(/something that we at the desk can never do/);
});

test('hostile texts are shown as the text they are, in queue, pane, palette and dialogs', async ({ launch }) => {
  const { window: page } = await launch({ args: ['--sample', '20,2'], clockAt: morning });
  await showView(page, 'My cases');
  const title = await page.title();
  const oneLine = hostileTexts.filter(({ text }) => text.trim() !== '' && text.length <= 500 && !/[\r\n\0]/.test(text));
  for (const { name, text } of oneLine) {
    const dialog = await newCase(page, 'kestrel', 'Product');
    await dialog.getByLabel('Subject').fill(text);
    await dialog.getByLabel('What the customer said').fill(text);
    await page.keyboard.press('Control+Enter');
    await expect(dialog, name).toHaveCount(0);
    // The way to the browser and back makes halves of surrogate pairs whole.
    const subject = text.toWellFormed().replace(/\s+/g, ' ').trim();
    const pane = page.getByRole('region', { name: /^Case / });
    expect(await pane.getByRole('heading', { level: 2 }).evaluate((heading) => heading.textContent), name).toBe(
      subject,
    );
    const open = page.locator('[data-case-id][aria-current="true"], [data-case-id][aria-selected="true"]').first();
    expect(await open.evaluate((row) => row.textContent), name).toContain(subject);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Command or case' }).fill(subject.slice(0, 12));
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Timeline' }).focus();
    await page.keyboard.press('m');
    await expect(page.getByRole('dialog', { name: /^Merge / })).toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    expect(await page.title(), name).toBe(title);
    expect(await page.locator('iframe, img[src="x"], [onerror], [onload]').count(), name).toBe(0);
  }
});

import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { exportedData } from './command-line.ts';
import { showView } from './desk-page.ts';
import { draftStored } from './draft-stored.ts';
import { expectAccessible } from './expect-accessible.ts';
import { expectFigures } from './expect-figures.ts';
import { test } from './launch.ts';
import { syncOf } from './outage.ts';
import { teamBackend } from './team-backend.ts';

/** Wednesday, 10:00 at the desk. */
const morning = '2026-11-18T18:00:00.000Z';
const minute = 60_000;

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await expect(
    page.getByRole('dialog', { name: 'Emergency by phone' }).getByLabel(label, { exact: true }),
  ).toBeFocused();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Tab');
}

test('rule-2 an emergency is logged on the keyboard while another form is open, which loses nothing', async ({
  launch,
  folder,
}) => {
  const profile = path.join(folder, 'desk');
  const dueline = await launch({ profile, args: ['--sample', '60,10'], clockAt: morning });
  const page = dueline.window;
  await showView(page, 'My cases');
  await page.keyboard.press('+');
  const newCase = page.getByRole('dialog', { name: 'New case' });
  await expect(newCase.getByLabel('Subject')).toBeFocused();
  await page.keyboard.insertText('Half a subject');

  await page.keyboard.press('Control+Shift+E');
  const form = page.getByRole('dialog', { name: 'Emergency by phone' });
  await expectAccessible(page, 'the emergency form');
  const { contacts, accounts } = await exportedData(path.join(profile, 'data'));
  const caller = contacts.find(({ phone }) => contacts.filter((other) => other.phone === phone).length === 1);
  if (caller?.phone === undefined) throw new Error('The sample has no contact with a number of its own.');
  const accountName = accounts.find(({ id }) => id === caller.accountId)?.name;
  await typeInto(page, 'Caller’s number', `+1 ${caller.phone.replace(/[^\d]/g, '.')}`);
  // The number tells who it is; Enter on the name takes account and contact.
  const known = form.getByRole('button', { name: new RegExp(`^${caller.name}`) });
  await expect(known).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(form.getByLabel('Account', { exact: true })).toHaveValue(accountName ?? '');
  await expect(form.getByLabel('Contact', { exact: true })).toHaveValue(caller.name);
  await form.getByLabel('Call began').focus();
  await typeInto(page, 'Call began', '7 min ago');
  await form.getByLabel('What is down').focus();
  await typeInto(page, 'What is down', 'Nobody can submit orders');
  await typeInto(page, 'Down since', '09:20');
  await page.keyboard.press('Control+Enter');

  const pane = page.getByRole('region', { name: /^Case / });
  await expect(pane).toContainText('Nobody can submit orders');
  await expect(pane).toContainText('Caller’s number: +1');
  await expect(pane.locator('[data-clock="first_response"]')).toContainText('met');
  await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0');
  const data = await exportedData(path.join(profile, 'data'));
  const made = data.cases.find(({ subject }) => subject === 'Nobody can submit orders');
  expect(made?.events[0]).toMatchObject({
    at: Date.parse(morning) - 7 * minute,
    channel: 'phone',
    severity: 1,
    recordedAt: Date.parse(morning),
  });
  expect(made?.contactId).toBe(caller.id);
  await showView(page, 'All open');
  await expectFigures(page, data, Date.parse(morning));

  await page.keyboard.press('+');
  await expect(newCase.getByLabel('Subject')).toHaveValue('Half a subject');
});

test('rule-2 the form comes up from a field and over a dialog, and Escape gives back what was there', async ({
  launch,
}) => {
  const { window: page } = await launch({ args: ['--sample', '20,2'], clockAt: morning });
  await showView(page, 'All open');
  await page.getByRole('grid').locator('[data-case-id]').first().click();
  await page.keyboard.press('r');
  await page.keyboard.insertText('Half a reply');
  await page.keyboard.press('Control+Shift+E');
  const form = page.getByRole('dialog', { name: 'Emergency by phone' });
  await expect(form.getByLabel('Caller’s number')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('textbox', { name: 'Reply' })).toHaveValue('Half a reply');
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeFocused();

  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+Shift+E');
  await expect(form).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
  await expect(page.getByRole('combobox', { name: 'Command or case' })).toBeVisible();
});

test('rule-2 a call is not dated by a form that was left empty, nor by what an earlier call left in it', async ({
  launch,
}) => {
  const dueline = await launch({ args: ['--sample', '20,2'], clockAt: morning });
  const page = dueline.window;
  await showView(page, 'All open');
  const form = page.getByRole('dialog', { name: 'Emergency by phone' });
  const start = form.getByText('just now');
  const opened = async () => {
    await page.keyboard.press('Control+Shift+E');
    await expect(form.getByLabel('Caller’s number')).toBeFocused();
  };
  const closed = async () => {
    await page.keyboard.press('Escape');
    await expect(form).toHaveCount(0);
  };
  await opened();
  await page.keyboard.insertText('1');
  await page.keyboard.press('Backspace');
  await closed();
  await dueline.setClock(Date.parse(morning) + 5 * 60 * minute);
  await opened();
  await page.keyboard.insertText('2');
  await expect(start).toBeVisible();
  await closed();
  // The same call after ten minutes, another one after an hour.
  await dueline.setClock(Date.parse(morning) + 310 * minute);
  await opened();
  await expect(form.getByText('10 min ago')).toBeVisible();
  await closed();
  await dueline.setClock(Date.parse(morning) + 400 * minute);
  await opened();
  await expect(start).toBeVisible();
  await expect(form.getByLabel('Caller’s number')).toHaveValue('2');
});

test('rule-2 an emergency that is logged in an outage counts from the call once it arrives; a form survives a kill', async ({
  launch,
  folder,
}) => {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '20,2']);
  await backend.start();
  try {
    const token = await backend.addUser('Ana Ruiz', 'coa');
    const options = { profile: path.join(folder, 'ana'), args: ['--server', backend.url, '--token', token] };
    const before = await launch(options);
    await expect(syncOf(before)).toHaveAttribute('data-connection', 'online');
    await backend.kill();
    await before.window.keyboard.press('Control+Shift+E');
    const label = 'What is down';
    await before.window.getByRole('dialog').getByLabel(label).fill('AS2 endpoint refuses every partner');
    await draftStored(before.window, 'AS2 endpoint refuses every partner');
    await before.kill();

    const dueline = await launch(options);
    const page = dueline.window;
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await page.keyboard.press('Control+Shift+E');
    const form = page.getByRole('dialog', { name: 'Emergency by phone' });
    await expect(form.getByLabel(label)).toHaveValue('AS2 endpoint refuses every partner');
    await form.getByLabel('Account', { exact: true }).focus();
    await page.keyboard.insertText('kestrel');
    await expect(page.getByRole('option', { name: /Kestrel/ })).toBeVisible();
    await page.keyboard.press('Enter');
    await form.getByLabel('Caller’s name').fill('Night manager');
    await form.getByLabel('Call began').fill('12 min ago');
    await page.keyboard.press('Control+Enter');
    await expect(form).toHaveCount(0);
    await expect(page.getByRole('region', { name: /^Case / })).toContainText('Caller: Night manager');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '1');

    await backend.start();
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
    const made = (await exportedData(backend.dataDir)).cases.find(({ subject }) => subject.startsWith('AS2 endpoint'));
    expect(made?.contactId).toBeNull();
    const [opened] = made?.events ?? [];
    const lateMs = (opened?.recordedAt ?? 0) - (opened?.at ?? 0);
    expect(lateMs).toBeGreaterThanOrEqual(12 * minute);
  } finally {
    await backend.kill();
  }
});

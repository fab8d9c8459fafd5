import { expect, type Locator, type Page } from '@playwright/test';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { MenuCommand } from '../../src-shared/desktop/menu-command.ts';
import { hostileCases, shownTexts, type TextOf } from '../fixtures/hostile-desk.ts';
import { markOf } from '../fixtures/hostile-words.ts';
import { rowOf, showView } from './desk-page.ts';

/** What is asked of each screen: that it shows the texts of these places, and whatever else a test wants to see. */
export type Look = (screen: string, places: readonly string[]) => Promise<void>;

/** Goes through every screen that shows what somebody wrote. */
export async function tourOfTexts(page: Page, text: TextOf, look: Look): Promise<void> {
  await tourOfQueue(page, look);
  await tourOfCases(page, look);
  await tourOfCaseDialogs(page, look);
  await tourOfDeskDialogs(page, text, look);
}

async function tourOfQueue(page: Page, look: Look): Promise<void> {
  await showView(page, 'All open');
  await expect(rowOf(page, hostileCases.whole)).toBeVisible();
  await look('the queue', [
    'cases.subject',
    'accounts.name',
    'users.name',
    'views.name',
    'policy.calendars.*.holidays[].name',
  ]);
  await page
    .getByRole('list', { name: 'Saved views' })
    .getByRole('button', { name: markOf('views.name') })
    .click();
  await expect(page.getByRole('grid')).toContainText(markOf('accounts.name'));
  await look('a saved view in groups', ['views.name', 'views.sort.by', 'accounts.name', 'cases.subject']);
  await page.getByRole('list', { name: 'Saved views' }).getByRole('button', { name: 'Zero' }).click();
  await expect(page.getByRole('heading', { name: 'No case matches' })).toBeVisible();
  await look('a filter that hides everything', ['views.filter']);
  await press(page, 'save_view');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('a view to be saved', ['views.filter']);
  await leave(page);
  await page.getByRole('button', { name: 'Clear the filter' }).first().click();
  await showView(page, 'Reminders');
  await expect(rowOf(page, hostileCases.whole)).toBeVisible();
  await look('Reminders', ['cases.events[reminder_set].about', 'cases.subject']);
}

const ofWhole = /^cases\.(number|subject|source|events)/;
/** Shown elsewhere than in the case with everything. */
const ofOthers = /request|voted/;

async function tourOfCases(page: Page, look: Look): Promise<void> {
  await showView(page, 'All open');
  const whole = await openHere(page, hostileCases.whole);
  await whole.getByText('Properties', { exact: true }).click();
  await whole
    .locator('[data-guidance] summary')
    .filter({ hasText: markOf('articles.title') })
    .click();
  await look('the case', [
    ...shownTexts().filter((place) => ofWhole.test(place) && !ofOthers.test(place)),
    ...shownTexts().filter((place) => place.startsWith('articles.')),
    'accounts.name',
    'contacts.name',
    'products.name',
    'users.name',
    'macros.name',
    'policy.agreements.*.name',
    'policy.closure.closure_codes.*',
    'policy.closure.breach_reasons.codes.*',
    'policy.teams.*.name',
  ]);
  await whole.getByText('Properties', { exact: true }).click();
  await whole
    .getByRole('button', { name: /^Why, / })
    .first()
    .click();
  await look('why a clock stands so', ['policy.agreements.*.calendar']);
  await openHere(page, hostileCases.request);
  await look('a request for service', [
    'cases.events[opened].request.fields.*',
    'policy.service_requests.*.name',
    'policy.service_requests.*.fields[].label',
    'policy.service_requests.*.checklist[].label',
  ]);
  await openHere(page, 'case-request-set');
  await look('a request that was filled in', ['cases.events[request_set].request.fields.*']);
  await openHere(page, hostileCases.vote);
  await look('a wish', ['accounts.name', 'cases.events[voted].text']);
  await showView(page, 'Recently closed');
  await openHere(page, hostileCases.merged);
  await look('a case that was merged', ['cases.subject', 'cases.number']);
  await showView(page, 'All open');
}

async function tourOfCaseDialogs(page: Page, look: Look): Promise<void> {
  const shows = async (command: MenuCommand, screen: string, places: readonly string[]): Promise<void> => {
    await press(page, command);
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(screen, places);
  };
  await openHere(page, hostileCases.whole);
  await shows('macro', 'the macros to choose from', ['macros.name', 'macros.text']);
  await leave(page);
  await shows('escalate', 'an escalation', ['policy.teams.*.name']);
  await page.getByRole('dialog').getByLabel('Team').selectOption('professional_services');
  await look('an escalation of non-standard work', ['cases.events[escalated].sowRef']);
  await leave(page);
  await shows('change_ticket', 'a ticket', [
    'cases.events[escalated].ticketRef',
    'cases.events[ticket_changed].ticketRef',
    'cases.events[ticket_changed].status',
    'cases.events[ticket_changed].link',
  ]);
  await leave(page);
  await shows('resolve', 'resolving', ['cases.events[root_cause_set].rootCause']);
  await page
    .getByRole('dialog')
    .getByRole('radio', { name: /development/i })
    .check();
  await look('closing on a ticket', ['cases.events[escalated].ticketRef', 'policy.closure.closure_codes.*']);
  await leave(page);
  await shows('severity', 'triage', ['products.name']);
  await leave(page);
  await shows('assign', 'who has it', ['users.name']);
  await leave(page);
  await shows('agreement', 'its agreement', ['policy.agreements.*.name']);
  await leave(page);
  await openHere(page, hostileCases.request);
  await shows('merge', 'a merge', ['cases.subject', 'cases.number']);
  await leave(page);
  await shows('request', 'the form of a request', [
    'policy.service_requests.*.name',
    'policy.service_requests.*.fields[].label',
    'cases.events[opened].request.fields.*',
  ]);
  await leave(page);
  await openHere(page, hostileCases.vote);
  await shows('request', 'votes', ['accounts.name']);
  await leave(page);
}

async function tourOfDeskDialogs(page: Page, text: TextOf, look: Look): Promise<void> {
  const dialog = page.getByRole('dialog');
  const choose = async (label: string, place: string): Promise<void> => {
    await dialog.getByLabel(label, { exact: true }).fill(markOf(place));
    await expect(page.getByRole('option').first()).toContainText(markOf(place));
    await look(`${label} looked up`, [place]);
    await page.keyboard.press('Enter');
  };
  await press(page, 'new_case');
  await choose('Account', 'accounts.name');
  await dialog.getByLabel('Subject').fill(text('cases.subject'));
  await expect(dialog.getByRole('region', { name: 'Possible duplicates' })).toBeVisible();
  await look('a new case', ['accounts.name', 'contacts.name', 'products.name', 'cases.number', 'cases.subject']);
  await leave(page);
  await press(page, 'emergency');
  await choose('Account', 'accounts.name');
  await choose('Contact', 'contacts.name');
  await look('an emergency', ['policy.hotline.phone', 'accounts.name', 'contacts.name', 'products.name']);
  await leave(page);
  await press(page, 'manage_macros');
  await dialog.getByLabel('Macro').selectOption('macro');
  await look('the macros', ['macros.name', 'macros.text', 'policy.closure.closure_codes.*']);
  await leave(page);
  await press(page, 'roster');
  await look('the roster', ['users.name']);
  await leave(page);
  await press(page, 'reassign');
  await look('moving the cases of somebody', ['users.name']);
  await leave(page);
  await press(page, 'show_palette');
  await page.keyboard.insertText(markOf('cases.subject'));
  await expect(dialog.getByRole('option').first()).toContainText(markOf('cases.subject'));
  await look('the palette', ['cases.number', 'cases.subject', 'accounts.name']);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** Opens a case of the list that is shown, and gives its record the keys. */
async function openHere(page: Page, id: string): Promise<Locator> {
  await rowOf(page, id).click();
  const pane = page.locator(`[data-open-case="${id}"]`);
  await expect(pane).toBeVisible();
  return pane;
}

/** As often as it takes: a list that is open is left first. */
async function leave(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { includeHidden: true });
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox')).toHaveCount(0);
  if ((await dialog.count()) > 0) await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
}

/** The keys of a command, as its words have them. */
async function press(page: Page, command: MenuCommand): Promise<void> {
  const { key, withModifier, withShift } = commandWords[command];
  const parts = [withModifier ? 'Control' : '', withShift ? 'Shift' : '', key.length === 1 ? key.toLowerCase() : key];
  await page.keyboard.press(parts.filter(Boolean).join('+'));
}

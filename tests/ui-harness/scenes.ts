import type { Page } from 'playwright-core';

/* What is done in the window before it is looked at. */

export interface Picture {
  readonly name: string;
  readonly query: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  readonly forced?: boolean;
  /** It is not to be waited for until everything is loaded. */
  readonly busy?: boolean;
  readonly act?: (page: Page) => Promise<void>;
}

export const small = { width: 1024, height: 700 };
const rows = '[data-case-id]';
export const openThird = async (page: Page): Promise<void> => {
  await page.locator(rows).nth(2).click();
  await page.getByRole('region', { name: 'Timeline' }).waitFor();
};

/** Others on the cases of the first rows; the third is open, and somebody writes on it. */
export const present = async (page: Page): Promise<void> => {
  await page.keyboard.press('3');
  await openThird(page);
  await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[data-case-id]')].map((row) => row.getAttribute('data-case-id') ?? '');
    const [first = '', second = '', third = '', , fifth = ''] = ids;
    window.harness.present({
      [first]: ['viewing'],
      [second]: ['writing'],
      [third]: ['writing', 'viewing', 'viewing'],
      [fifth]: ['viewing', 'viewing'],
    });
  });
  await page.keyboard.press('r');
  await page.keyboard.type('We found the expired certificate.');
};
/** The dialog by which the desk moves, filled in. */
export const askToMove = async (page: Page): Promise<void> => {
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('Control+Shift+M');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('https://desk.example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.type('0d1f');
};
export const claimFirst = async (page: Page): Promise<void> => {
  await page.keyboard.press('2');
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Undo' }).waitFor();
};
const write = async (page: Page, key: string, text: string): Promise<void> => {
  await page.keyboard.press(key);
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Escape');
};
export const failing = async (page: Page): Promise<void> => {
  const words = 'The data cannot be written: the disk is full.';
  await page.evaluate((message) => window.harness.fail('unavailable', message), words);
  await page.keyboard.press('2');
  await page.keyboard.press('c');
  await page.getByText(/^Failing since/).waitFor();
  await page.getByRole('button', { name: 'Try now' }).first().click();
  await page.getByRole('alert').waitFor();
};
/** Twelve refused actions, one with a long text. */
export const refusedMany = async (page: Page): Promise<void> => {
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await write(page, 'r', 'We found the expired certificate and have renewed it. Orders flow again since 10:02.');
  await write(page, 'n', 'Checked the AS2 log of the last two hours, partner by partner.\n'.repeat(24));
  for (let count = 0; count < 9; count += 1) {
    await page.keyboard.press('j');
    await write(page, count % 2 === 0 ? 'n' : 'p', `Spoke with the dock, who will call back (${count + 1}).`);
  }
  await page.keyboard.press('w');
  await page.getByRole('menuitem', { disabled: false }).last().click();
  await page.getByRole('button', { name: /^Needs attention 12/ }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('0');
  await page.getByRole('article').first().waitFor();
};
export const handOff = async (page: Page): Promise<void> => {
  await page.keyboard.press('3');
  await openThird(page);
  await page.keyboard.press('h');
  await page.getByRole('dialog').waitFor();
  for (const text of [
    'Orders of all buyers in the north stop at the AS2 endpoint since 09:40.',
    'Three distribution centres cannot receive; the first truck leaves at 14:00.',
    'Renewed the certificate, restarted the listener, resent one 850 by hand.',
    'TLS alert 46 certificate_unknown, partner 0071234567890, 09:41:07 PT',
  ]) {
    await page.keyboard.insertText(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Control+Enter');
  await page.getByText('handed the case off').waitFor();
};
export const diagnosticsShown = async (page: Page): Promise<void> => {
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('Control+Shift+D');
  await page.getByRole('dialog', { name: 'Export diagnostics' }).getByRole('textbox').waitFor();
};
export const settingsOpen = async (page: Page): Promise<void> => {
  await page.keyboard.press(',');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.getByRole('checkbox', { name: /nothing during them/ }).check();
  await page.getByRole('button', { name: 'Send a test notification' }).click();
  await page.getByText('The system took it.').waitFor();
};
export const alertsShown = async (page: Page): Promise<void> => {
  await openThird(page);
  await page.keyboard.press('t');
};
export const palette = async (page: Page, typed = ''): Promise<void> => {
  await page.keyboard.press('3');
  await openThird(page);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  if (typed !== '') await page.keyboard.type(typed);
};
/** The end of the settings, where what an administrator decides is listed. */
export const managedShown = async (page: Page): Promise<void> => {
  await page.keyboard.press(',');
  await page.getByRole('dialog', { name: 'Settings' }).waitFor();
  await page.getByRole('group', { name: 'Managed by your administrator' }).scrollIntoViewIfNeeded();
};

/** The emergency form, filled in while the caller speaks. */
export const emergency = async (page: Page): Promise<void> => {
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('Control+Shift+E');
  const dialog = page.getByRole('dialog', { name: 'Emergency by phone' });
  await dialog.getByLabel('Account').fill('san quin');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Call began').fill('7 min ago');
  await dialog.getByLabel('What is down').fill('Order entry: every submit ends with HTTP 503, reference 9f3c22ab');
  await dialog.getByLabel('Down since').fill('09:20');
  await dialog.getByLabel('Who is affected').fill('All buyers of the four distribution centres');
  await dialog.getByLabel('Business deadline').fill('Cut-off at 11:00, first truck leaves Salinas at 14:00');
};
/** The macros for the third case, as the picker shows them. */
export const macros = async (page: Page): Promise<void> => {
  await page.keyboard.press('3');
  await openThird(page);
  await page.keyboard.press('r');
  await page.keyboard.press('Control+j');
  await page.getByRole('dialog', { name: 'Macros' }).waitFor();
};
/** A case of a kind, found by words, with its guidance open. */
export const guidance =
  (words: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(rows).first().waitFor();
    await page.keyboard.press('3');
    await page.keyboard.press('/');
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Timeline' }).waitFor();
    await page.keyboard.press('i');
  };
/** A new request for service whose words are known from another case. */
export const newRequest = async (page: Page): Promise<void> => {
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('+');
  const dialog = page.getByRole('dialog', { name: 'New case' });
  await dialog.getByLabel('Account').fill('kestrel');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Kind').selectOption('service_request');
  await dialog.getByLabel('Request for').selectOption('ssae18_report');
  await dialog.getByLabel('Subject').fill('User is locked, cannot sign in');
};
/** A reply is half written when the update is to be installed. */
export const askToRestart = async (page: Page): Promise<void> => {
  await openThird(page);
  await page.keyboard.press('r');
  await page.keyboard.type('We found the expired certificate.');
  await page.keyboard.press('Control+Shift+U');
  await page.getByRole('dialog', { name: 'Restart to update' }).waitFor();
};
export const newsShown = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'What is new' }).click();
  await page.getByRole('dialog', { name: 'What is new' }).waitFor();
};

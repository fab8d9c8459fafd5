import {
  alertsShown,
  askToMove,
  askToRestart,
  claimFirst,
  diagnosticsShown,
  emergency,
  failing,
  guidance,
  handOff,
  macros,
  managedShown,
  newRequest,
  newsShown,
  openThird,
  type Picture,
  palette,
  present,
  refusedMany,
  settingsOpen,
  small,
} from './scenes.ts';
import { sourcePictures } from './source-pictures.ts';
import { triagePictures } from './triage-pictures.ts';

/* The window in its sizes, schemes and states. */

const movePictures: readonly Picture[] = [
  { name: 'move-desk', query: 'open=600&stand', act: askToMove },
  {
    name: 'move-desk-done-dark',
    query: 'open=600&stand',
    size: small,
    dark: true,
    act: async (page) => {
      await askToMove(page);
      await page.keyboard.press('Control+Enter');
      await page.getByRole('dialog', { name: 'This desk has moved' }).waitFor();
    },
  },
];
const intakePictures: readonly Picture[] = [
  { name: 'emergency', query: 'open=600&stand', act: emergency },
  { name: 'emergency-small-dark', query: 'open=600&stand&long', size: small, dark: true, act: emergency },
  { name: 'macros', query: 'open=600&stand', act: macros },
  { name: 'macros-small-dark', query: 'open=600&stand&long', size: small, dark: true, act: macros },
  { name: 'guidance', query: 'open=600&stand', act: guidance('locked') },
  {
    name: 'guidance-small-dark',
    query: 'open=600&stand&long',
    size: small,
    dark: true,
    act: guidance('questionnaire'),
  },
  { name: 'new-request', query: 'open=600&stand', act: newRequest },
  { name: 'new-request-small-dark', query: 'open=600&stand&long', size: small, dark: true, act: newRequest },
];
const presencePictures: readonly Picture[] = [
  { name: 'presence', query: 'open=600&stand', act: present },
  { name: 'presence-dark', query: 'open=600&stand', dark: true, act: present },
  { name: 'presence-small', query: 'open=600&stand', size: small, act: present },
  { name: 'presence-small-dark', query: 'open=600&stand', size: small, dark: true, act: present },
  { name: 'presence-forced', query: 'open=600&stand', forced: true, act: present },
];

const deadlinePictures: readonly Picture[] = [
  { name: 'settings', query: 'open=600&stand&lead', act: settingsOpen },
  { name: 'settings-small-dark', query: 'open=600&stand&lead', size: small, dark: true, act: settingsOpen },
  { name: 'settings-dark', query: 'open=600&stand&lead', dark: true, act: settingsOpen },
  { name: 'settings-small', query: 'open=600&stand&lead', size: small, act: settingsOpen },
  { name: 'alerts-dark', query: 'open=600&stand&alerts', dark: true, act: alertsShown },
  { name: 'alerts-small', query: 'open=600&stand&alerts', size: small, act: alertsShown },
  { name: 'alerts', query: 'open=600&stand&alerts', act: alertsShown },
  { name: 'alerts-small-dark', query: 'open=600&stand&alerts', size: small, dark: true, act: alertsShown },
];

const palettePictures: readonly Picture[] = [
  { name: 'palette', query: 'open=600&stand', act: (page) => palette(page) },
  { name: 'palette-dark', query: 'open=600&stand', dark: true, act: (page) => palette(page) },
  { name: 'palette-typed', query: 'open=600&stand&long', act: (page) => palette(page, 're') },
  { name: 'palette-small', query: 'open=600&stand&long', size: small, act: (page) => palette(page, 're') },
  {
    name: 'palette-small-dark',
    query: 'open=600&stand&long',
    size: small,
    dark: true,
    act: (page) => palette(page, 'h'),
  },
  { name: 'palette-number', query: 'open=600&stand', act: (page) => palette(page, '123') },
  { name: 'palette-none', query: 'open=600&stand', act: (page) => palette(page, 'xyzzy') },
  { name: 'palette-forced', query: 'open=600&stand', forced: true, act: (page) => palette(page, 'cl') },
];

export const pictures: readonly Picture[] = [
  ...triagePictures,
  { name: 'loading', query: 'open=5000&closed=3000&stand&load=4000', busy: true },
  { name: 'loading-dark', query: 'open=5000&closed=3000&stand&load=4000', busy: true, dark: true },
  { name: 'loading-small', query: 'open=5000&closed=3000&stand&load=4000', busy: true, size: small },
  { name: 'unreached', query: 'open=600&stand&offline', busy: true },
  { name: 'missing-case', query: 'open=600&stand&link=dueline://case/99999999' },
  { name: 'missing-case-small-dark', query: 'open=600&stand&link=dueline://case/99999999', size: small, dark: true },
  { name: 'queue', query: 'open=600&stand' },
  { name: 'queue-dark', query: 'open=600&stand', dark: true },
  { name: 'update', query: 'open=600&stand&updating' },
  { name: 'update-small-dark', query: 'open=600&stand&updating', size: small, dark: true },
  { name: 'update-asked', query: 'open=600&stand&updating', act: askToRestart },
  { name: 'update-asked-forced', query: 'open=600&stand&updating', forced: true, act: askToRestart },
  { name: 'news', query: 'open=600&stand&news', act: newsShown },
  { name: 'news-small-dark', query: 'open=600&stand&news', size: small, dark: true, act: newsShown },
  { name: 'managed', query: 'open=600&stand&managed' },
  { name: 'managed-small-dark', query: 'open=600&stand&managed', size: small, dark: true },
  { name: 'managed-settings', query: 'open=600&stand&lead&managed', act: managedShown },
  {
    name: 'managed-settings-small-dark',
    query: 'open=600&stand&lead&managed',
    size: small,
    dark: true,
    act: managedShown,
  },
  { name: 'wrong-clock', query: 'open=600&stand&ahead=1438' },
  { name: 'wrong-clock-small-dark', query: 'open=600&stand&ahead=-1440', size: small, dark: true },
  { name: 'open-view', query: 'open=600&stand', act: (page) => page.keyboard.press('3') },
  {
    name: 'case',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('3');
      await openThird(page);
    },
  },
  {
    name: 'case-dark',
    query: 'open=600&stand',
    dark: true,
    act: async (page) => {
      await page.keyboard.press('3');
      await openThird(page);
    },
  },
  {
    name: 'why',
    query: 'open=600&stand',
    act: async (page) => {
      await openThird(page);
      await page.getByRole('button', { name: /^Why/ }).first().click();
    },
  },
  { name: 'small', query: 'open=600&stand', size: small, act: openThird },
  { name: 'small-dark', query: 'open=600&stand', size: small, dark: true, act: openThird },
  { name: 'small-queue', query: 'open=600&stand', size: small },
  { name: 'long', query: 'open=600&stand&long', act: openThird },
  { name: 'long-small', query: 'open=600&stand&long', size: small, act: openThird },
  { name: 'empty', query: 'open=0&closed=0&stand' },
  { name: 'twelve', query: 'open=12&closed=0&stand', act: (page) => page.keyboard.press('3') },
  {
    name: 'no-match',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('fuel surcharge');
    },
  },
  {
    name: 'severity',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('2');
      await page.keyboard.press('s');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'new-case',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('+');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'sheet',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
    },
  },
  ...palettePictures,
  ...sourcePictures,
  {
    name: 'wait',
    query: 'open=600&stand&lead',
    act: async (page) => {
      await page.keyboard.press('3');
      await openThird(page);
      await page.keyboard.press('w');
      await page.getByRole('menu').waitFor();
    },
  },
  {
    name: 'tooltip',
    query: 'open=600&stand',
    act: async (page) => {
      await page.locator('[data-time-left]').nth(3).hover();
      await page.getByRole('tooltip').waitFor();
    },
  },
  {
    name: 'offline',
    query: 'open=600&stand',
    act: async (page) => {
      await openThird(page);
      await page.evaluate(() => window.harness.goOffline());
      await page.keyboard.press('r');
      await page.keyboard.type('We found the expired certificate and have renewed it. Orders flow again.');
      await page.keyboard.press('Control+Enter');
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await page.keyboard.type('Half a thought');
      await page.getByText('not sent yet').waitFor();
      await page.getByText(/Offline since/).waitFor();
    },
  },
  {
    name: 'attention',
    query: 'open=600&stand&refuse=message_customer&refuse=claim',
    act: async (page) => {
      await page.keyboard.press('2');
      await page.keyboard.press('c');
      await page.keyboard.press('r');
      await page.keyboard.type('We are looking into it and will be back within the hour.');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: 'Needs attention 2' }).click();
      await page.keyboard.press('Escape');
    },
  },
  { name: 'failing', query: 'open=600&stand', act: failing },
  { name: 'failing-small-dark', query: 'open=600&stand', size: small, dark: true, act: failing },
  {
    name: 'update',
    query: 'open=600&stand',
    act: async (page) => {
      const words = 'This app speaks schemaVersion 1, the backend 2: the older one needs an update.';
      await page.evaluate((message) => window.harness.fail('update_required', message), words);
      await page.getByRole('alert').waitFor();
    },
  },
  { name: 'attention-empty', query: 'open=600&stand', act: (page) => page.keyboard.press('0') },
  { name: 'attention-many', query: 'open=600&stand&refuse=*', act: refusedMany },
  { name: 'attention-many-dark', query: 'open=600&stand&refuse=*', dark: true, act: refusedMany },
  { name: 'attention-small', query: 'open=600&stand&long&refuse=*', size: small, act: refusedMany },
  {
    name: 'attention-case',
    query: 'open=600&stand&refuse=*',
    act: async (page) => {
      await refusedMany(page);
      await page.keyboard.press('Enter');
      await page.getByRole('region', { name: 'Timeline' }).waitFor();
    },
  },
  {
    name: 'attention-edit',
    query: 'open=600&stand&refuse=*',
    size: small,
    act: async (page) => {
      await refusedMany(page);
      await page.keyboard.press('j');
      await page.keyboard.press('e');
      await page.getByRole('region', { name: 'Timeline' }).waitFor();
    },
  },
  { name: 'undo', query: 'open=600&stand', act: claimFirst },
  { name: 'undo-dark', query: 'open=600&stand', dark: true, act: claimFirst },
  { name: 'undo-small', query: 'open=600&stand', size: small, act: claimFirst },
  {
    name: 'hand-off',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('3');
      await page.keyboard.press('h');
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'hand-off-refused-small',
    query: 'open=600&stand',
    size: small,
    act: async (page) => {
      await page.keyboard.press('3');
      await page.keyboard.press('h');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('Control+Enter');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'handed-off',
    query: 'open=600&stand',
    act: async (page) => {
      await handOff(page);
      await page.locator('summary').click();
    },
  },
  { name: 'handed-off-small-dark', query: 'open=600&stand', dark: true, size: small, act: handOff },
  {
    name: 'merge',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('3');
      await page.keyboard.press('m');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'merged',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('3');
      await openThird(page);
      await page.keyboard.press('m');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Control+Enter');
      await page.getByText(/^Merged into/).waitFor();
    },
  },
  {
    name: 'survivor',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('3');
      await openThird(page);
      await page.keyboard.press('m');
      await page.getByRole('dialog').waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Control+Enter');
      await page.getByRole('button', { name: /^Open / }).click();
      await page.getByText(/into this one/).waitFor();
    },
  },
  {
    name: 'refusal',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('3');
      await page.keyboard.press('c');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'tooltip-focus',
    query: 'open=600&stand',
    act: async (page) => {
      await page.keyboard.press('j');
      await page.getByRole('grid').focus();
      await page.keyboard.press('Tab');
      await page.getByRole('tooltip').waitFor();
    },
  },
  ...movePictures,
  ...intakePictures,
  ...presencePictures,
  ...deadlinePictures,
  { name: 'failed', query: 'open=600&stand&backend=failed' },
  { name: 'join', query: 'open=0&stand&backend=needs_token' },
  { name: 'diagnostics', query: 'open=600&stand', act: diagnosticsShown },
  { name: 'diagnostics-small-dark', query: 'open=600&stand', size: small, dark: true, act: diagnosticsShown },
  { name: 'diagnostics-forced', query: 'open=600&stand', forced: true, act: diagnosticsShown },
  { name: 'five-thousand', query: 'open=5000&closed=3000&stand', act: (page) => page.keyboard.press('5') },
  {
    name: 'forced',
    query: 'open=600&stand',
    forced: true,
    act: async (page) => {
      await page.keyboard.press('3');
      await openThird(page);
    },
  },
];

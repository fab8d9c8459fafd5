import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';

/*
 * Pictures of the window in its sizes, schemes and states: `node tests/ui-harness/look.ts FOLDER [NAME…]`.
 * Builds the harness, serves it under the app's content security policy, and says what the page complained of.
 */

interface Picture {
  readonly name: string;
  readonly query: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  readonly forced?: boolean;
  /** It is not to be waited for until everything is loaded. */
  readonly busy?: boolean;
  readonly act?: (page: Page) => Promise<void>;
}

const small = { width: 1024, height: 700 };
const rows = '[data-case-id]';
const openThird = async (page: Page): Promise<void> => {
  await page.locator(rows).nth(2).click();
  await page.getByRole('region', { name: 'Timeline' }).waitFor();
};

/** Others on the cases of the first rows; the third is open, and somebody writes on it. */
const present = async (page: Page): Promise<void> => {
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
const askToMove = async (page: Page): Promise<void> => {
  await page.locator(rows).first().waitFor();
  await page.keyboard.press('Control+Shift+M');
  await page.getByRole('dialog').waitFor();
  await page.keyboard.type('https://desk.example.com');
  await page.keyboard.press('Tab');
  await page.keyboard.type('0d1f');
};
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
const presencePictures: readonly Picture[] = [
  { name: 'presence', query: 'open=600&stand', act: present },
  { name: 'presence-dark', query: 'open=600&stand', dark: true, act: present },
  { name: 'presence-small', query: 'open=600&stand', size: small, act: present },
  { name: 'presence-small-dark', query: 'open=600&stand', size: small, dark: true, act: present },
  { name: 'presence-forced', query: 'open=600&stand', forced: true, act: present },
];

const claimFirst = async (page: Page): Promise<void> => {
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
const failing = async (page: Page): Promise<void> => {
  const words = 'The data cannot be written: the disk is full.';
  await page.evaluate((message) => window.harness.fail('unavailable', message), words);
  await page.keyboard.press('2');
  await page.keyboard.press('c');
  await page.getByText(/^Failing since/).waitFor();
  await page.getByRole('button', { name: 'Try now' }).first().click();
  await page.getByRole('alert').waitFor();
};
/** Twelve refused actions, one with a long text. */
const refusedMany = async (page: Page): Promise<void> => {
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
const handOff = async (page: Page): Promise<void> => {
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

const pictures: readonly Picture[] = [
  { name: 'loading', query: 'open=5000&closed=3000&stand&load=4000', busy: true },
  { name: 'loading-dark', query: 'open=5000&closed=3000&stand&load=4000', busy: true, dark: true },
  { name: 'loading-small', query: 'open=5000&closed=3000&stand&load=4000', busy: true, size: small },
  { name: 'unreached', query: 'open=600&stand&offline', busy: true },
  { name: 'queue', query: 'open=600&stand' },
  { name: 'queue-dark', query: 'open=600&stand', dark: true },
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
      const words =
        'This app speaks schemaVersion 1, the backend 2. Update the older one; what waits to be sent is kept.';
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
  ...presencePictures,
  { name: 'failed', query: 'open=600&stand&backend=failed' },
  { name: 'join', query: 'open=0&stand&backend=needs_token' },
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

const [folder = 'out/ui-pictures', ...names] = process.argv.slice(2);
const configFile = new URL('./vite.config.ts', import.meta.url).pathname;
await mkdir(folder, { recursive: true });
await build({ configFile, logLevel: 'warn' });
const server = await preview({ configFile, logLevel: 'warn', preview: { port: 0, host: '127.0.0.1' } });
const address = server.resolvedUrls?.local[0];
if (address === undefined) throw new Error('The preview server has no address.');
const executablePath = process.env.CHROMIUM;
const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) });
try {
  for (const picture of pictures) {
    if (names.length > 0 && !names.includes(picture.name)) continue;
    const page = await browser.newPage({
      viewport: picture.size ?? { width: 1440, height: 900 },
      colorScheme: picture.dark ? 'dark' : 'light',
      forcedColors: picture.forced ? 'active' : 'none',
      timezoneId: 'America/New_York',
      locale: 'en-US',
    });
    page.on('console', (message) => {
      if (message.type() !== 'debug') console.log(`${picture.name}: ${message.type()} ${message.text()}`);
    });
    page.on('pageerror', (error) => console.log(`${picture.name}: ${error.stack ?? error.message}`));
    await page.goto(`${address}?${picture.query}`);
    if (picture.busy) {
      await page.locator('[aria-busy]').waitFor();
      await page.waitForTimeout(1_000);
    } else {
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.waitForFunction(() => document.querySelector('[aria-busy]') === null);
    }
    await picture.act?.(page);
    await page.screenshot({ path: join(folder, `${picture.name}.png`) });
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}

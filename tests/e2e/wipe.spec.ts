import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { plantedStrings } from '../fixtures/planted-strings.ts';
import { colleagueOn } from './colleague.ts';
import { exportedData } from './command-line.ts';
import { expectCount, openCase, showView } from './desk-page.ts';
import { filledCase, type TextField } from './filled-case.ts';
import { type Dueline, test } from './launch.ts';
import { syncOf } from './outage.ts';
import { runtime } from './runtime.ts';
import { searchFolder } from './search-profile.ts';
import { teamBackend } from './team-backend.ts';

interface Seen {
  readonly answers: number[];
  readonly dialogs: readonly { readonly message: string; readonly detail: string }[];
}

const planted = (start: string): string => {
  const found = plantedStrings.find((text) => text.startsWith(start));
  if (found === undefined) throw new Error(`Nothing is planted as "${start}".`);
  return found;
};

/** What customers and other agents bring. */
const brought: Readonly<Partial<Record<TextField, string>>> = {
  account: planted('account'),
  contact: planted('contact-Sable'),
  'contact mail': planted('contact-mail'),
  'contact phone': planted('contact-phone'),
  subject: planted('subject'),
  'opening text': `${planted('opening')} ${planted('attached-po')} ${planted('error-text')}`,
  comment: planted('lot-code'),
  agent: planted('agent'),
  message: planted('message'),
  note: `${planted('note-thistle')} ${planted('caf\u00e9')}`,
  call: `${planted('call-summary')} ${planted('call-who')}`,
  'hand-off summary': planted('hand-off-summary'),
  'hand-off impact': planted('hand-off-impact'),
  'hand-off steps': planted('hand-off-steps'),
  'hand-off evidence': planted('hand-off-evidence'),
  'root cause': planted('root-cause'),
};

/** Answers the next questions of the main process: the index of a button each. */
async function answer({ app }: Dueline, ...buttons: readonly number[]): Promise<void> {
  await app.evaluate((_electron, chosen) => {
    (globalThis as unknown as { electronStandIn: Seen }).electronStandIn.answers.push(...chosen);
  }, buttons);
}

async function asked({ app }: Dueline): Promise<Seen['dialogs']> {
  return app.evaluate(() => (globalThis as unknown as { electronStandIn: Seen }).electronStandIn.dialogs);
}

async function write(page: Page, key: 'r' | 'n', name: string, text: string, isSent: boolean): Promise<void> {
  await page.keyboard.press(key);
  const field = page.getByRole('textbox', { name });
  await field.fill(text);
  if (isSent) await page.keyboard.press('Control+Enter');
  else await expect(page.getByText('Kept as a draft')).toBeVisible();
  await page.keyboard.press('Escape');
}

/** Files of the app itself, without those of the browser. */
function ownFiles(profile: string): string[] {
  return readdirSync(profile)
    .filter((name) => name !== 'stand-in-browser')
    .sort();
}

test.describe('signing out of this computer', () => {
  test.skip(runtime.kind === 'electron', 'The app starts anew by itself, out of the reach of this test.');

  test('leaves none of thirty planted texts anywhere in the profile', async ({ launch, folder }) => {
    test.slow();
    const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '0']);
    try {
      const caseId = await filledCase(backend, folder, (field) => brought[field] ?? `plain ${field}`);
      const number = (await exportedData(backend.dataDir)).cases.find(({ id }) => id === caseId)?.number ?? '';
      const token = await backend.addUser('Ana Ortiz', 'coa');
      const profile = path.join(folder, 'ana');
      const env = { DUELINE_STAND_IN_KEY: 'of this computer' };
      const texts = [...plantedStrings, token];

      // An agent works, goes on through an outage, and has something refused.
      const first = await launch({ profile, env, args: ['--server', backend.url, '--token', token] });
      await showView(first.window, 'All open');
      await expectCount(first.window, 'All open', 1);
      await openCase(first.window, { id: caseId, number });
      await backend.kill();
      await write(first.window, 'n', 'Note', planted('unsent-note'), true);
      await write(first.window, 'r', 'Reply', planted('refused-text'), true);
      await expect(syncOf(first)).toHaveAttribute('data-waiting', '2');
      // Gone while the case is closed, so that it is closed for sure when the reply arrives.
      await first.kill();
      await backend.start();
      const ben = await colleagueOn(backend, 'Ben Okafor');
      await ben('resolve', { caseId });
      await ben('close', { caseId, reason: 'resolved' });
      const before = await launch({ profile, env, args: ['--server', backend.url] });
      const { window: page } = before;
      await expect(page.getByRole('button', { name: 'Needs attention 1' })).toBeVisible();
      await ben('reopen', { caseId });
      await openCase(page, { id: caseId, number });
      await backend.kill();
      await write(page, 'n', 'Note', `${planted('unsent-message')} ${planted('unsent-subject')}`, true);
      await write(page, 'n', 'Note', planted('unsent-opening'), true);
      await write(page, 'r', 'Reply', `${planted('draft-reply')} ${planted('draft-note')}`, false);
      await page.getByRole('searchbox', { name: 'Filter' }).fill(planted('filter'));
      await before.close();
      appendFileSync(path.join(profile, 'Custom Dictionary.txt'), `${planted('learned-word')}\n`);
      // Whatever leaves a token readable would have it in one of these.
      appendFileSync(path.join(profile, 'settings.json.new'), planted('token'));

      // The search finds what is there, so that finding nothing means something.
      const held = searchFolder(profile, texts);
      const missing = texts.filter((text) => !held.has(text));
      expect(missing).toEqual([planted('filter'), token]);
      for (const file of readdirSync(path.join(profile, 'logs'))) {
        const log = readFileSync(path.join(profile, 'logs', file), 'utf8');
        expect(log).toContain('"event":"started"');
        expect(texts.filter((text) => log.includes(text))).toEqual([]);
      }

      const wiped = await launch({ profile, env });
      await expect(syncOf(wiped)).toHaveAttribute('data-waiting', '2');
      await wiped.window.keyboard.press('Control+Shift+Y');
      await expect.poll(async () => (await asked(wiped)).length).toBe(1);
      const [question] = await asked(wiped);
      expect(question?.message).toBe('Sign out and wipe this computer?');
      expect(question?.detail).toContain('2 changes not sent yet, 1 item of Needs attention, every draft');
      expect(question?.detail).toContain(`stays at ${backend.url}`);
      // The way out was taken: everything is still there.
      await expect(wiped.window.getByRole('button', { name: 'Needs attention 1' })).toBeVisible();

      const ended = new Promise((resolve) => wiped.app.process().once('exit', resolve));
      await answer(wiped, 0);
      await wiped.window.keyboard.press('Control+Shift+Y');
      expect(await ended).toBe(0);

      const asNew = await launch({ profile, env, args: ['--server', backend.url] });
      await expect(asNew.window.getByRole('form', { name: 'Join a backend' })).toBeVisible();
      await asNew.close();
      expect([...searchFolder(profile, texts)]).toEqual([]);

      const fresh = await launch({ profile: path.join(folder, 'fresh'), env, args: ['--server', backend.url] });
      await expect(fresh.window.getByRole('form', { name: 'Join a backend' })).toBeVisible();
      await fresh.close();
      expect(ownFiles(profile)).toEqual(ownFiles(fresh.profile));
    } finally {
      await backend.kill();
    }
  });

  test('asks twice before it deletes a desk that is kept here only', async ({ launch, folder }) => {
    const profile = path.join(folder, 'desk');
    const dueline = await launch({ profile, args: ['--sample', '5,0'] });
    await expectCount(dueline.window, 'All open', 5);
    await answer(dueline, 0, 1);
    await dueline.window.keyboard.press('Control+Shift+Y');
    await expect
      .poll(async () => (await asked(dueline)).map(({ message }) => message))
      .toEqual(['Sign out and wipe this computer?', 'Delete this desk?']);
    await expectCount(dueline.window, 'All open', 5);

    const ended = new Promise((resolve) => dueline.app.process().once('exit', resolve));
    await answer(dueline, 0, 0);
    await dueline.window.keyboard.press('Control+Shift+Y');
    expect(await ended).toBe(0);
    const asNew = await launch({ profile, args: ['--sample', '3,0'] });
    await expectCount(asNew.window, 'All open', 3);
  });

  test('leaves a folder alone that held other files before', async ({ launch, folder }) => {
    const profile = path.join(folder, 'documents');
    mkdirSync(profile);
    writeFileSync(path.join(profile, 'thesis.txt'), 'years of work');
    const dueline = await launch({ profile, args: ['--sample', '5,0'] });
    await expectCount(dueline.window, 'All open', 5);
    await answer(dueline, 0, 0);
    await dueline.window.keyboard.press('Control+Shift+Y');
    await expect(dueline.window.getByText('held other files before Dueline used it')).toBeVisible();
    expect(await asked(dueline)).toEqual([]);
    expect(readFileSync(path.join(profile, 'thesis.txt'), 'utf8')).toBe('years of work');
  });
});

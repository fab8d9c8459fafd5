import { createServer, request, type Server } from 'node:http';
import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import { z } from 'zod';
import { runScript } from './command-line.ts';
import { showView } from './desk-page.ts';
import { type Dueline, test } from './launch.ts';
import { syncOf } from './outage.ts';
import { type TeamBackend, teamBackend } from './team-backend.ts';

const exportedLine = z.object({
  collection: z.string(),
  id: z.string(),
  version: z.int(),
  deleted: z.boolean(),
  doc: z.unknown(),
});
type Exported = ReadonlyMap<string, z.infer<typeof exportedLine>>;

/** Every document that a data folder holds, by collection and id. */
async function exported(dataDir: string): Promise<Exported> {
  const result = await runScript('src-backend/main.ts', ['export', '--data', dataDir]);
  if (result.code !== 0) throw new Error(`export failed: ${result.stderr}`);
  const lines = result.stdout.split('\n').filter((line) => line !== '');
  const documents = lines.map((line) => exportedLine.parse(JSON.parse(line)));
  return new Map(documents.map((document) => [`${document.collection}/${document.id}`, document]));
}

/** A line to the team's server on which the answer to the move can be held back. */
async function slowLine(server: TeamBackend) {
  const held = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const line: Server = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request(`${server.url}${url}`, { method, headers: { ...headers, host: '127.0.0.1' } }, (answer) => {
      const pass = () => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      };
      if (!url?.startsWith('/move/in')) return pass();
      arrived.resolve();
      void held.promise.then(pass);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => line.listen(0, '127.0.0.1', resolve));
  const address = line.address();
  if (typeof address !== 'object' || address === null) throw new Error('The line has no address.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** The server has taken the desk in. */
    arrived: arrived.promise,
    letThrough: held.resolve,
    close: () => {
      held.resolve();
      line.closeAllConnections();
      line.close();
    },
  };
}

async function openFirstCase(page: Page): Promise<string> {
  await showView(page, 'Unassigned');
  const row = page.getByRole('grid').locator('[data-case-id]').first();
  const caseId = (await row.getAttribute('data-case-id')) ?? '';
  await row.click();
  await expect(page.locator(`[data-open-case="${caseId}"]`)).toBeVisible();
  return caseId;
}

async function note(page: Page, text: string): Promise<void> {
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Note' }).fill(text);
  await page.keyboard.press('Control+Enter');
  // It is shown once it is stored, and counted among what waits.
  await expect(page.getByRole('region', { name: 'Timeline' }).getByText(text, { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
}

async function beginMove(page: Page, url: string, token: string): Promise<void> {
  await page.keyboard.press('Control+Shift+M');
  const dialog = page.getByRole('dialog', { name: 'Move this desk to a team server' });
  await dialog.getByLabel('Address of the server').fill(url);
  await dialog.getByLabel('Token of a lead').fill(token);
  await page.keyboard.press('Control+Enter');
}

async function online(dueline: Dueline): Promise<void> {
  await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online', { timeout: 30_000 });
  await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
}

/** How often a note stands in the exported cases. */
function timesIn(documents: Exported, text: string): number {
  return JSON.stringify([...documents.values()]).split(`"text":"${text}"`).length - 1;
}

test('a desk moves to a team server, and what is done meanwhile arrives there, once', async ({ launch, folder }) => {
  const server = await teamBackend(path.join(folder, 'team'));
  await server.start();
  const line = await slowLine(server);
  try {
    const token = await server.addUser('Lea Winter', 'lead');
    const profile = path.join(folder, 'desk');
    const own = path.join(profile, 'data');
    const dueline = await launch({ profile, args: ['--sample', '30,10'] });
    const { window: page } = dueline;
    await online(dueline);
    const caseId = await openFirstCase(page);
    await note(page, 'Before the move.');
    await online(dueline);
    const before = await exported(own);

    await beginMove(page, line.url, token);
    await line.arrived;
    await expect(page.getByRole('dialog').getByRole('status')).toHaveText(/^Sending the desk: \d+\.\d MB/);
    await expect(page.getByRole('dialog').getByRole('textbox').first()).not.toBeEditable();
    line.letThrough();
    await expect(page.getByRole('dialog', { name: 'This desk has moved' })).toBeVisible({ timeout: 30_000 });
    await page.keyboard.press('Escape');
    await online(dueline);
    await expect(page.locator(`[data-open-case="${caseId}"]`).getByText('Before the move.')).toBeVisible();
    await note(page, 'After the move.');
    await online(dueline);

    const here = await exported(own);
    const there = await exported(server.dataDir);
    expect(here).toEqual(before);
    expect([timesIn(here, 'After the move.'), timesIn(there, 'After the move.')]).toEqual([0, 1]);
    for (const [key, document] of here) {
      if (key === `cases/${caseId}`) continue;
      expect(there.get(key)).toEqual(document);
    }
    expect([...there.keys()].filter((key) => !here.has(key)).every((key) => key.startsWith('users/'))).toBe(true);
    await dueline.close();

    // The profile is the server's from here on; without a key store it asks for a token.
    const again = await launch({ profile });
    const state = await again.window.evaluate(() => window.desktop.call('backend:state', undefined));
    expect(state).toMatchObject({ kind: 'remote', url: line.url });
    const refused = await runScript('src-backend/main.ts', ['sample', '1', '--data', own]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`was moved to ${line.url}`);
  } finally {
    line.close();
    await server.kill();
  }
});

test('an app that is killed while its desk moves goes on here, and moves again', async ({ launch, folder }) => {
  const server = await teamBackend(path.join(folder, 'team'));
  await server.start();
  const line = await slowLine(server);
  try {
    const token = await server.addUser('Lea Winter', 'lead');
    const profile = path.join(folder, 'desk');
    const first = await launch({ profile, args: ['--sample', '30,10'] });
    await online(first);
    await openFirstCase(first.window);
    await beginMove(first.window, line.url, token);
    await line.arrived;
    await first.kill();

    const second = await launch({ profile });
    await online(second);
    expect(await second.window.evaluate(() => window.desktop.call('backend:state', undefined))).toEqual({
      kind: 'embedded',
      state: 'running',
    });
    await openFirstCase(second.window);
    await note(second.window, 'Between two moves.');
    await online(second);
    await beginMove(second.window, server.url, token);
    await expect(second.window.getByRole('dialog', { name: 'This desk has moved' })).toBeVisible({ timeout: 30_000 });
    await second.window.keyboard.press('Escape');
    await online(second);
    const there = await exported(server.dataDir);
    expect(timesIn(there, 'Between two moves.')).toBe(1);
    for (const [key, document] of await exported(path.join(profile, 'data'))) expect(there.get(key)).toEqual(document);
  } finally {
    line.close();
    await server.kill();
  }
});

test('what waits when the desk moves goes to the server', async ({ launch, folder }) => {
  const server = await teamBackend(path.join(folder, 'team'));
  await server.start();
  const line = await slowLine(server);
  try {
    const token = await server.addUser('Lea Winter', 'lead');
    const dueline = await launch({ profile: path.join(folder, 'desk'), args: ['--sample', '30,10'] });
    const { window: page } = dueline;
    await online(dueline);
    await openFirstCase(page);
    // Begun beside the window's dialog, so that the window stays free to work in.
    const moving = page.evaluate((asked) => window.desktop.call('desk:move', asked), { url: line.url, token });
    await line.arrived;
    await note(page, 'During the move.');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '1');
    await note(page, 'Also during the move.');
    await expect(syncOf(dueline)).toHaveAttribute('data-waiting', '2');
    line.letThrough();
    expect(await moving).toMatchObject({ ok: true });
    await online(dueline);
    const here = await exported(path.join(folder, 'desk', 'data'));
    const there = await exported(server.dataDir);
    for (const text of ['During the move.', 'Also during the move.']) {
      expect([timesIn(here, text), timesIn(there, text)]).toEqual([0, 1]);
    }
  } finally {
    line.close();
    await server.kill();
  }
});

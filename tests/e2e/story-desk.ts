import path from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { type AnsweredCase, exportedData, independentFigures, runScript } from './command-line.ts';
import { showView } from './desk-page.ts';
import { expectFigures } from './expect-figures.ts';
import type { Dueline, LaunchOptions } from './launch.ts';
import { syncOf } from './outage.ts';
import { type TeamBackend, teamBackend } from './team-backend.ts';

/** A desk whose clocks, the backend's and everybody's, are moved together, with the network on or off. */
export interface StoryDesk {
  readonly backend: TeamBackend;
  /** Somebody starts the app and joins. */
  join(name: string, role: string): Promise<Dueline>;
  /** Time passes to this instant for all. */
  moveTo(instant: string): Promise<void>;
  /** The network is gone: the backend answers nobody. */
  goOffline(): Promise<void>;
  /** It is back, and everything that waited has gone out. */
  goOnline(): Promise<void>;
  /** Asks the backend as another system does, and answers what it said. */
  ask(token: string, method: 'GET' | 'POST', route: string, body?: object, key?: string): Promise<unknown>;
  /** A token for another system. */
  serviceToken(name: string, may: 'portal' | 'tickets'): Promise<string>;
  /** The case of this subject as the backend has it. */
  caseOf(subject: string): Promise<CaseDocument>;
  /** The queue has the order and the figures that the command line works out of the exported events. */
  expectQueue(page: Page): Promise<void>;
  /** What the command line says of the case now. */
  figuresOf(subject: string): Promise<AnsweredCase>;
}

interface World {
  readonly launch: (options: LaunchOptions) => Promise<Dueline>;
  readonly folder: string;
}

/** Runs a story on a small desk that begins at `startAt`. The backend is ended afterwards, whatever happens. */
export async function onStoryDesk(
  { launch, folder }: World,
  startAt: string,
  story: (desk: StoryDesk) => Promise<void>,
): Promise<void> {
  const backend = await teamBackend(path.join(folder, 'team'), ['--sample', '12,2'], startAt);
  const people: Dueline[] = [];
  let now = startAt;
  let isOnline = true;
  await backend.start();
  try {
    await story({
      backend,
      async join(name, role) {
        const token = await backend.addUser(name, role);
        const args = ['--server', backend.url, '--token', token];
        const dueline = await launch({ profile: path.join(folder, name), args, clockAt: now });
        people.push(dueline);
        await expect(syncOf(dueline)).toHaveAttribute('data-connection', 'online');
        return dueline;
      },
      async moveTo(instant) {
        now = instant;
        // Nobody asks the backend for the time while some clocks are moved and others are not yet.
        if (isOnline) await backend.kill();
        for (const person of people) await person.setClock(Date.parse(now));
        if (isOnline) await backend.start(now);
        if (isOnline) await reconnect(people);
      },
      async goOffline() {
        isOnline = false;
        await backend.kill();
        for (const person of people) await expect(syncOf(person)).toHaveAttribute('data-connection', 'offline');
      },
      async goOnline() {
        isOnline = true;
        await backend.start(now);
        await reconnect(people);
      },
      async ask(token, method, route, body, key) {
        const response = await fetch(`${backend.url}${route}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
            ...(key === undefined ? {} : { 'idempotency-key': key }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const answer: unknown = await response.json();
        expect(response.ok, JSON.stringify(answer)).toBe(true);
        return answer;
      },
      async serviceToken(name, may) {
        const command = ['service-token', '--data', backend.dataDir, '--name', name, '--may', may];
        const result = await runScript('src-backend/main.ts', command);
        expect(result.code, result.stderr).toBe(0);
        return result.stdout.trim();
      },
      caseOf: (subject) => caseOf(backend, subject),
      async expectQueue(page) {
        await showView(page, 'All open');
        await expectFigures(page, await exportedData(backend.dataDir), Date.parse(now));
      },
      async figuresOf(subject) {
        const { id } = await caseOf(backend, subject);
        const { cases } = await independentFigures(await exportedData(backend.dataDir), Date.parse(now));
        const answer = cases.get(id);
        if (answer === undefined) throw new Error(`There are no figures of "${subject}".`);
        return answer;
      },
    });
  } finally {
    await backend.kill();
  }
}

async function caseOf(backend: TeamBackend, subject: string): Promise<CaseDocument> {
  const found = (await exportedData(backend.dataDir)).cases.find((doc) => doc.subject === subject);
  if (found === undefined) throw new Error(`The backend has no case "${subject}".`);
  return found;
}

/** As after a moment without the network, so that nobody waits for the next try. Until everything that waited is out. */
async function reconnect(people: readonly Dueline[]): Promise<void> {
  for (const person of people) {
    await person.app.evaluate(({ powerMonitor }) => powerMonitor.emit('unlock-screen'));
    await expect(syncOf(person)).toHaveAttribute('data-connection', 'online', { timeout: 30_000 });
    await expect(syncOf(person)).toHaveAttribute('data-waiting', '0', { timeout: 30_000 });
  }
}

/** The events of a case beyond its opening, by type. */
export function courseOf({ events }: CaseDocument): readonly string[] {
  return events.slice(1).map(({ type }) => type);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { listLineSchema, readList } from '../../src-main/deadlines/ledger.ts';
import type { Dueline } from './launch.ts';

/** A notification as the stand-in was asked to show it. */
export interface ShownNotification {
  readonly title: string;
  readonly body: string;
  readonly toastXml: string;
  readonly actions: readonly { readonly text: string }[];
}

interface StandIn {
  readonly electronStandIn: {
    readonly notifications: readonly (ShownNotification & { emit(name: string, details: object): void })[];
    readonly activate: (given: string) => void;
  };
}

/** What was shown since the app started, oldest first. */
export function shownBy({ app }: Dueline): Promise<readonly ShownNotification[]> {
  return app.evaluate(() => {
    const { notifications } = (globalThis as unknown as StandIn).electronStandIn;
    return notifications.map(({ title, body, toastXml, actions }) => ({ title, body, toastXml, actions }));
  });
}

export async function titlesBy(dueline: Dueline): Promise<readonly string[]> {
  return (await shownBy(dueline)).map(({ title }) => title);
}

/** Does something with the last notification whose title holds the words: `click`, or `action` with a button's place. */
export async function follow(
  { app }: Dueline,
  words: string,
  event: 'click' | 'action',
  actionIndex = 0,
): Promise<void> {
  await app.evaluate(
    (_electron, asked) => {
      const { notifications } = (globalThis as unknown as StandIn).electronStandIn;
      const found = notifications.findLast(({ title }) => title.includes(asked.words));
      if (found === undefined) throw new Error(`No notification is titled '${asked.words}'.`);
      found.emit(asked.event, { actionIndex: asked.actionIndex });
    },
    { words, event, actionIndex },
  );
}

/** Clicks a toast of Windows by what it carries. */
export async function activate({ app }: Dueline, given: string): Promise<void> {
  await app.evaluate((_electron, words) => (globalThis as unknown as StandIn).electronStandIn.activate(words), given);
}

export interface Upcoming {
  readonly caseId: string;
  readonly number: string;
  readonly at: number;
}

/** The first deadline after `from` that the main process has on its list, once the window has handed it over. */
export async function nextDeadline({ profile }: Dueline, from: number): Promise<Upcoming> {
  const read = (): Upcoming | undefined => upcomingIn(profile).find((one) => one.at > from);
  await expect.poll(() => read() !== undefined).toBe(true);
  const found = read();
  if (found === undefined) throw new Error('The list of deadlines has gone.');
  return found;
}

function upcomingIn(profile: string): Upcoming[] {
  let text = '';
  try {
    text = readFileSync(path.join(profile, 'deadlines.jsonl'), 'utf8');
  } catch {
    // Nothing was handed over yet.
  }
  const lines = text.split('\n').filter((line) => line.endsWith('}'));
  return readList(lines.map((line) => listLineSchema.parse(JSON.parse(line))))
    .flatMap(({ caseId, number, deadlines }) =>
      deadlines.flatMap(({ crossings }) =>
        crossings.map(({ tellAt }) => ({ caseId, number: number ?? '', at: tellAt })),
      ),
    )
    .sort((a, b) => a.at - b.at);
}

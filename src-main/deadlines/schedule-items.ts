import {
  type CaseDeadlines,
  type Crossing,
  type DeadlineClock,
  type DueReminder,
  toldAt,
} from '../../src-shared/deadlines/deadline.ts';
import type { EpochMs } from '../../src-shared/ids.ts';

/** One thing that a case has to tell, in its place in the schedule. */
export interface Item {
  readonly key: string;
  readonly caseId: string;
  readonly clock: DeadlineClock | 'reminder';
  readonly crossing: Crossing;
  readonly reminder?: DueReminder;
  /** Since when it is known here: what was handed over after its time is news then, not missed. */
  readonly knownSince: EpochMs;
}

/** The name of what is told once. */
export function keyOf(caseId: string, clock: Item['clock'], { threshold, at }: Crossing): string {
  return `${caseId} ${clock} ${threshold} ${at}`;
}

/** Those of one name are told as one: a clock is told of by its last crossing, each reminder by itself. */
export function toldTogether({ key, caseId, clock }: Item): string {
  return clock === 'reminder' ? key : `${caseId}\n${clock}`;
}

/** Since when something is known that is told at a time. */
type Since = (key: string, tellAt: EpochMs) => EpochMs;

/** What was known to be told at the same time; another time is news, as of a case whose snooze is ended. */
export function sinceIn(known: ReadonlyMap<string, Item>, now: EpochMs): Since {
  return (key, tellAt) => {
    const item = known.get(key);
    return item?.crossing.tellAt === tellAt ? item.knownSince : now;
  };
}

/** Everything that a case has to tell, in no order. */
export function itemsOf({ caseId, deadlines, reminders = [] }: CaseDeadlines, knownSince: Since): Item[] {
  const crossed = deadlines.flatMap(({ clock, crossings }) =>
    crossings.map((crossing): Item => {
      const key = keyOf(caseId, clock, crossing);
      return { key, caseId, clock, crossing, knownSince: knownSince(key, crossing.tellAt) };
    }),
  );
  if (reminders.length === 0) return crossed;
  return crossed.concat(
    reminders.map((reminder) => {
      const tellAt = toldAt(reminder);
      const crossing: Crossing = { threshold: reminder.id, at: reminder.remindAt, tellAt, leftMs: 0 };
      const key = keyOf(caseId, 'reminder', crossing);
      return { key, caseId, clock: 'reminder', crossing, reminder, knownSince: knownSince(key, tellAt) };
    }),
  );
}

/** The order of the schedule. */
export function byTime(a: Item, b: Item): number {
  return a.crossing.tellAt - b.crossing.tellAt || (a.key < b.key ? -1 : 1);
}

/** Where an item stands, or would stand, in a sorted list. */
export function placeIn(items: readonly Item[], item: Item): number {
  let from = 0;
  let to = items.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = items[middle];
    if (other !== undefined && byTime(other, item) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Two sorted lists as one. */
export function merged(a: readonly Item[], b: readonly Item[]): Item[] {
  const result: Item[] = [];
  let from = 0;
  for (const item of a) {
    for (let next = b[from]; next !== undefined && byTime(next, item) < 0; next = b[from]) {
      result.push(next);
      from += 1;
    }
    result.push(item);
  }
  return result.concat(b.slice(from));
}

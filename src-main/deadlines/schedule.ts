import {
  type CaseDeadlines,
  type Crossing,
  type DeadlineClock,
  type NextStep,
  toldAt,
} from '../../src-shared/deadlines/deadline.ts';
import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import { byTime, type Item, itemsOf, keyOf, merged, placeIn, sinceIn, toldTogether } from './schedule-items.ts';

/** One thing to tell of a case: the threshold nearest to its end that a clock has crossed, or a reminder. */
export interface Notice {
  readonly about: Omit<CaseDeadlines, 'deadlines' | 'reminders'>;
  readonly clock: DeadlineClock | 'reminder';
  /** What the agent wanted to be reminded of; absent for a clock. */
  readonly reminder?: string;
  /** What the case asks for by itself; absent for a clock, and for what an agent set. */
  readonly step?: NextStep;
  readonly dueAt: EpochMs;
  readonly crossing: Crossing;
  /** The crossings told with this one: those before it of the same clock. */
  readonly keys: readonly string[];
}

/** What a look at the clock brought. Both in the order of due, the one longest overdue first. */
export interface Reached {
  readonly onTime: readonly Notice[];
  /** Crossed while nobody watched: asleep, closed, in quiet hours. */
  readonly missed: readonly Notice[];
}

/** Told later than this after its time, a crossing counts as missed: no timer that ran is so late. */
export const lateAfterMs: DurationMs = 90_000;
/** So long what was told is remembered after its instant, unless the case still has it. */
export const rememberToldMs: DurationMs = 30 * 24 * 3_600_000;

/** For fewer cases than this share of all, each is put in its place; for more, all are gone through once. */
const fewShare = 1 / 100;

/**
 * The deadlines that are still to be told, and what was told: nothing but values, so that a simulation drives it like
 * the app does. What is told is told once a (case, clock, threshold, instant): a change of severity or policy moves the
 * instant and so makes a new one, a pause does not. A reminder is told once a (case, reminder, instant).
 */
export class DeadlineSchedule {
  readonly #cases = new Map<string, CaseDeadlines>();
  /** Instants of what was told, by key. */
  readonly #told: Map<string, EpochMs>;
  /** What is to come, by `tellAt`. One array and one timer, whatever their number. */
  #upcoming: Item[] = [];
  /** Until when, by case. */
  readonly #snoozed = new Map<string, EpochMs>();

  /** `told`: from the ledger of earlier runs. `cases`: as they were last handed over, perhaps long ago. */
  constructor(told: ReadonlyMap<string, EpochMs> = new Map(), cases: readonly CaseDeadlines[] = []) {
    this.#told = new Map(told);
    this.put(cases, Number.NEGATIVE_INFINITY);
  }

  get size(): number {
    return this.#cases.size;
  }

  cases(): IterableIterator<CaseDeadlines> {
    return this.#cases.values();
  }

  told(): ReadonlyMap<string, EpochMs> {
    return this.#told;
  }

  /** Takes the deadlines of cases in place of those they had. */
  put(cases: readonly CaseDeadlines[], now: EpochMs): void {
    if (cases.length === 0) return;
    if (cases.length < this.#cases.size * fewShare) {
      for (const one of cases) this.#putOne(one, now);
      return;
    }
    const changed = new Set<string>(cases.map(({ caseId }) => caseId));
    const known = new Map<string, Item>();
    const kept: Item[] = [];
    for (const item of this.#upcoming) {
      if (changed.has(item.caseId)) known.set(item.key, item);
      else kept.push(item);
    }
    const added = cases.flatMap((one) => itemsOf(one, sinceIn(known, now)));
    const fresh = added.filter(({ key }) => !this.#told.has(key));
    for (const one of cases) this.#cases.set(one.caseId, one);
    this.#upcoming = merged(kept, fresh.sort(byTime));
  }

  /** Finds the few entries of one case in their places: going through all of them would cost as much as all. */
  #putOne(one: CaseDeadlines, now: EpochMs): void {
    const known = this.#takeOut(one.caseId);
    this.#cases.set(one.caseId, one);
    for (const item of itemsOf(one, sinceIn(known, now))) {
      if (!this.#told.has(item.key)) this.#upcoming.splice(placeIn(this.#upcoming, item), 0, item);
    }
  }

  /** Takes out what is to come of a case; answers it by its key. */
  #takeOut(caseId: string): ReadonlyMap<string, Item> {
    const known = new Map<string, Item>();
    const one = this.#cases.get(caseId);
    for (const item of one === undefined ? [] : itemsOf(one, () => 0)) {
      const place = placeIn(this.#upcoming, item);
      const found = this.#upcoming[place];
      if (found?.key !== item.key) continue;
      known.set(found.key, found);
      this.#upcoming.splice(place, 1);
    }
    return known;
  }

  remove(caseIds: readonly string[]): void {
    const areFew = caseIds.length < this.#cases.size * fewShare;
    if (areFew) for (const caseId of caseIds) this.#takeOut(caseId);
    const gone = new Set(caseIds.filter((caseId) => this.#cases.delete(caseId)));
    for (const caseId of gone) this.#snoozed.delete(caseId);
    if (gone.size > 0 && !areFew) this.#upcoming = this.#upcoming.filter(({ caseId }) => !gone.has(caseId));
  }

  /** When something is to be told next; null if nothing is. In the past if it is late already. */
  nextAt(): EpochMs | null {
    let next = this.#upcoming[0]?.crossing.tellAt ?? null;
    for (const until of this.#snoozed.values()) if (next === null || until < next) next = until;
    return next;
  }

  /** When a deadline of an emergency that nobody has is to be told next. */
  nextEmergencyAt(): EpochMs | null {
    return this.#upcoming.find(this.#isEmergency)?.crossing.tellAt ?? null;
  }

  /** Tells the case once more at `until`, as it stands then, if it still has a deadline. */
  snooze(caseId: string, until: EpochMs): void {
    if (this.#cases.has(caseId)) this.#snoozed.set(caseId, until);
  }

  /** Takes out what is to be told by `now` and notes it as told. */
  take(now: EpochMs): Reached {
    const end = this.#upcoming.findIndex(({ crossing }) => crossing.tellAt > now);
    return this.#reach(
      [...this.#awoken(now), ...this.#upcoming.splice(0, end === -1 ? this.#upcoming.length : end)],
      now,
    );
  }

  /** The same of emergencies that nobody has; the rest stays to be told. */
  takeEmergencies(now: EpochMs): Reached {
    const reached = this.#upcoming.filter((item) => item.crossing.tellAt <= now && this.#isEmergency(item));
    const taken = new Set(reached);
    if (taken.size > 0) this.#upcoming = this.#upcoming.filter((item) => !taken.has(item));
    return this.#reach(reached, now);
  }

  readonly #isEmergency = ({ caseId, clock }: Item): boolean =>
    clock !== 'reminder' && this.#cases.get(caseId)?.reason === 'emergency';

  #reach(reached: readonly Item[], now: EpochMs): Reached {
    const onTime: Notice[] = [];
    const missed: Notice[] = [];
    for (const items of Map.groupBy(reached, toldTogether).values()) {
      const last = items.reduce((nearest, item) => (item.crossing.at >= nearest.crossing.at ? item : nearest));
      const found = this.#cases.get(last.caseId);
      const dueAt = last.reminder?.remindAt ?? found?.deadlines.find(({ clock }) => clock === last.clock)?.dueAt;
      for (const { key, crossing } of items) this.#told.set(key, crossing.at);
      if (found === undefined || dueAt === undefined) continue;
      const { deadlines: _, reminders: __, ...about } = found;
      const isLate = now - Math.max(last.crossing.tellAt, last.knownSince) > lateAfterMs;
      const notice = {
        about,
        clock: last.clock,
        dueAt,
        crossing: last.crossing,
        keys: items.map(({ key }) => key),
        ...(last.reminder === undefined ? {} : { reminder: last.reminder.about }),
        ...(last.reminder?.step === undefined ? {} : { step: last.reminder.step }),
      };
      (isLate ? missed : onTime).push(notice);
    }
    return { onTime: onTime.sort(byDue), missed: missed.sort(byDue) };
  }

  /** The snoozed cases whose time has come, each with the clock that is due first, and with its last reminder. */
  #awoken(now: EpochMs): Item[] {
    return [...this.#snoozed].flatMap(([caseId, until]) => {
      if (until > now) return [];
      this.#snoozed.delete(caseId);
      const again = { caseId, knownSince: until };
      const items: Item[] = [];
      const { deadlines = [], reminders = [] } = this.#cases.get(caseId) ?? {};
      const [nearest] = [...deadlines].sort((a, b) => a.dueAt - b.dueAt);
      const last = nearest?.crossings.findLast(({ tellAt }) => tellAt <= until) ?? nearest?.crossings[0];
      if (nearest !== undefined && last !== undefined) {
        const crossing: Crossing = { ...last, threshold: 'snoozed', at: until, tellAt: until };
        items.push({ ...again, key: keyOf(caseId, nearest.clock, crossing), clock: nearest.clock, crossing });
      }
      const reminder = reminders.findLast((one) => toldAt(one) <= until);
      if (reminder !== undefined) {
        const crossing: Crossing = { threshold: `snoozed:${reminder.id}`, at: until, tellAt: until, leftMs: 0 };
        items.push({ ...again, key: keyOf(caseId, 'reminder', crossing), clock: 'reminder', crossing, reminder });
      }
      return items;
    });
  }

  /** What was begun to be told when the app ended, and may not have been seen: told again as missed, if it still holds. */
  untell(keys: readonly string[]): void {
    const unsure = new Set(keys.filter((key) => this.#told.delete(key)));
    if (unsure.size === 0) return;
    const again = [...this.#cases.values()]
      .flatMap((one) => itemsOf(one, () => Number.NEGATIVE_INFINITY))
      .filter(({ key }) => unsure.has(key));
    this.#upcoming = merged(this.#upcoming, again.sort(byTime));
  }

  /** Forgets what was told so long ago that no case has it any more. Answers the keys it forgot. */
  forget(now: EpochMs): readonly string[] {
    const old = [...this.#told].filter(([, at]) => at < now - rememberToldMs).map(([key]) => key);
    if (old.length === 0) return old;
    const standing = new Set([...this.#cases.values()].flatMap((one) => itemsOf(one, () => 0).map(({ key }) => key)));
    return old.filter((key) => !standing.has(key) && this.#told.delete(key));
  }
}

function byDue(a: Notice, b: Notice): number {
  return a.dueAt - b.dueAt || (a.about.caseId < b.about.caseId ? -1 : 1);
}

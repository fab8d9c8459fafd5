import type { EpochMs } from '../../src-shared/ids.ts';
import {
  type Inflation,
  type InflationRule,
  type InflationWindow,
  inflationFigures,
  inflationWindow,
  isWithin,
  triageFactOf,
} from '../../src-shared/triage/inflation.ts';
import type { QueueEntry } from './queue-entry.ts';

interface Count {
  inflated: number;
  cases: number;
}

/** Accounts whose priorities are inflated, by id. A new map whenever one of them changes. */
export type InflatedAccounts = ReadonlyMap<string, Inflation>;

const none: InflatedAccounts = new Map();

/**
 * Counts each account's triages as cases come, change and go: a few numbers per account, so that a change costs the
 * same with ten cases as with 100,000. Everything is counted anew once a day only, when the window rolls.
 */
export class InflationTally {
  #rule: InflationRule | null = null;
  #timeZone = 'UTC';
  #window: InflationWindow = { fromAt: 0, todayAt: 0, untilAt: 0 };
  readonly #counts = new Map<string, Count>();
  #over: InflatedAccounts = none;

  /** Accounts over the policy's threshold. */
  get over(): InflatedAccounts {
    return this.#over;
  }

  /** Starts over with these cases. A policy without the section has the rule switched off. */
  fill(entries: Iterable<QueueEntry>, rule: InflationRule | null, timeZone: string, now: EpochMs): void {
    this.#rule = rule;
    this.#timeZone = timeZone;
    this.#counts.clear();
    this.#over = none;
    if (rule === null) return;
    this.#window = inflationWindow(rule, now, timeZone);
    for (const entry of entries) this.#count(entry, 1);
    const over = new Map<string, Inflation>();
    for (const [account, { inflated, cases }] of this.#counts) {
      const figures = inflationFigures(inflated, cases, rule);
      if (figures.isOver) over.set(account, figures);
    }
    if (over.size > 0) this.#over = over;
  }

  add(entry: QueueEntry): void {
    if (this.#count(entry, 1)) this.#judge(entry.doc.accountId);
  }

  remove(entry: QueueEntry): void {
    if (this.#count(entry, -1)) this.#judge(entry.doc.accountId);
  }

  /** Whether another day has begun, or the clock was set back before this one: then everything is to be counted anew. */
  isOutdated(now: EpochMs): boolean {
    return this.#rule !== null && (now >= this.#window.untilAt || now < this.#window.todayAt);
  }

  /** Counts everything anew, for the day that began. */
  roll(entries: Iterable<QueueEntry>, now: EpochMs): void {
    this.fill(entries, this.#rule, this.#timeZone, now);
  }

  #count(entry: QueueEntry, by: 1 | -1): boolean {
    const fact = this.#rule === null ? null : triageFactOf(entry.state);
    if (fact === null || !isWithin(fact, this.#window)) return false;
    const account = entry.doc.accountId;
    let count = this.#counts.get(account);
    if (count === undefined) {
      count = { inflated: 0, cases: 0 };
      this.#counts.set(account, count);
    }
    count.cases += by;
    if (fact.isInflated) count.inflated += by;
    return true;
  }

  #judge(account: string): void {
    const count = this.#counts.get(account);
    if (this.#rule === null || count === undefined) return;
    const figures = inflationFigures(count.inflated, count.cases, this.#rule);
    const before = this.#over.get(account);
    if (!figures.isOver && before === undefined) return;
    if (figures.isOver && before?.cases === figures.cases && before.inflated === figures.inflated) return;
    const over = new Map(this.#over);
    if (figures.isOver) over.set(account, figures);
    else over.delete(account);
    this.#over = over;
  }
}

import type { DurationMs, EpochMs } from '../ids.ts';
import type { CalendarSpec } from '../policy/policy.ts';
import type { CalendarHoliday, OpenInterval, WorkingCalendar } from './working-calendar.ts';
import { type CalendarRules, joined, readRules, yearHours } from './year-hours.ts';

/**
 * The Gregorian calendar repeats every 400 years, to the weekday. Dated holidays end before 2100 and time zones follow
 * their last rule by then, so any later century is read off the years 2100 to 2499; before 1800 clocks showed local
 * mean time, so any earlier one is read off 1400 to 1799. That bounds what a calendar can hold.
 */
const cycleMs = 146_097 * 86_400_000;
const cycleYears = 400;
const futureYear = 2500;
const pastYear = 1400;
/** Holidays may be dated from here … */
export const firstHolidayYear = 1970;
/** … to here, see above. */
export const lastHolidayYear = 2099;
/** The furthest instant a date can tell. */
const maxAt = 8_640_000_000_000_000;

/**
 * Compiles a calendar that passed `calendarProblems`. Cheap: the years' hours are worked out when first asked for.
 *
 * @throws {RangeError} if its time zone is unknown.
 */
export function compileCalendar(spec: CalendarSpec): WorkingCalendar {
  return new CompiledCalendar(spec);
}

/**
 * Sorted starts and ends of the open stretches with the working time before each, extended a year at a time.
 * Looking up is a binary search; asking again for the same instant, as a queue's tick does, is one comparison.
 */
class CompiledCalendar implements WorkingCalendar {
  readonly timeZone: string;
  readonly holidays: readonly CalendarHoliday[];
  readonly #rules: CalendarRules;
  readonly #opensWeekly: boolean;

  #count = 0;
  #starts = new Float64Array(512);
  #ends = new Float64Array(512);
  /** Working time from the origin (the start of the first year asked for) to each start. */
  #before = new Float64Array(512);
  #firstYear = 0;
  #endYear = 0;
  #coveredFrom = 0;
  #coveredUntil = 0;
  #workedAtEnd = 0;
  #workedAtStart = 0;

  #lastAt = Number.NaN;
  #lastWorked = 0;

  constructor(spec: CalendarSpec) {
    this.timeZone = spec.timeZone;
    this.holidays = spec.holidays
      .map(({ date, name, hours, source }) => ({
        date,
        name: name ?? null,
        isAssumed: source === 'assumption',
        hours: hours ?? [],
      }))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1));
    this.#rules = readRules(spec);
    this.#opensWeekly = this.#rules.weekly.some((intervals) => intervals.length > 0);
  }

  workedUntil(at: EpochMs): DurationMs {
    if (at === this.#lastAt) return this.#lastWorked;
    const worked = this.#workedUntil(at);
    this.#lastAt = at;
    this.#lastWorked = worked;
    return worked;
  }

  instantOfWork(workedMs: DurationMs): EpochMs | null {
    if (this.#firstYear === this.#endYear) this.#begin(0);
    while (workedMs > this.#workedAtEnd && this.#endYear < futureYear && this.#mayOpenAfter(this.#endYear)) {
      this.#extendForward();
    }
    if (workedMs > this.#workedAtEnd) return this.#opensWeekly ? this.#instantInFuture(workedMs) : null;
    while (workedMs <= this.#workedAtStart && this.#firstYear > pastYear && this.#mayOpenBefore(this.#firstYear)) {
      this.#extendBackward();
    }
    if (workedMs <= this.#workedAtStart) return this.#opensWeekly ? this.#instantInPast(workedMs) : null;
    return this.#search(workedMs);
  }

  openBetween(fromAt: EpochMs, toAt: EpochMs, limit: number): readonly OpenInterval[] {
    const found: OpenInterval[] = [];
    let worked = this.workedUntil(fromAt);
    let at = fromAt;
    const end = this.workedUntil(toAt);
    while (worked < end && found.length < limit) {
      // The first instant of work after `at` opens the next stretch; both of its ends are in the same year's array.
      const firstWorkAt = this.instantOfWork(worked + 1);
      if (firstWorkAt === null) break;
      at = Math.max(at, firstWorkAt - 1);
      const closesAt = Math.min(toAt, this.#closesAfter(at));
      const last = found.at(-1);
      if (last !== undefined && last.toAt === at) found[found.length - 1] = { fromAt: last.fromAt, toAt: closesAt };
      else found.push({ fromAt: at, toAt: closesAt });
      at = closesAt;
      worked = this.workedUntil(at);
    }
    return joined(found);
  }

  #workedUntil(at: EpochMs): DurationMs {
    if (!(at >= -maxAt && at <= maxAt)) throw new RangeError(`No calendar knows the instant ${at}.`);
    if (this.#firstYear === this.#endYear) this.#begin(at);
    while (at >= this.#coveredUntil) {
      if (this.#endYear >= futureYear) return this.#workedInFuture(at);
      this.#extendForward();
    }
    while (at < this.#coveredFrom) {
      if (this.#firstYear <= pastYear) return this.#workedInPast(at);
      this.#extendBackward();
    }
    const index = lastAtMost(this.#starts, this.#count, at);
    if (index < 0) return this.#workedAtStart;
    const start = this.#starts[index] ?? 0;
    return (this.#before[index] ?? 0) + Math.min(at, this.#ends[index] ?? 0) - start;
  }

  /** The instant within the covered years; `workedMs` is above what passed before them. */
  #search(workedMs: DurationMs): EpochMs {
    const index = lastBelow(this.#before, this.#count, workedMs);
    return (this.#starts[index] ?? 0) + workedMs - (this.#before[index] ?? 0);
  }

  #closesAfter(at: EpochMs): EpochMs {
    const cycles =
      at >= this.#coveredUntil
        ? Math.floor((at - this.#coveredUntil) / cycleMs) + 1
        : at < this.#coveredFrom
          ? -Math.ceil((this.#coveredFrom - at) / cycleMs)
          : 0;
    const index = lastAtMost(this.#starts, this.#count, at - cycles * cycleMs);
    return (this.#ends[index] ?? 0) + cycles * cycleMs;
  }

  #workedInFuture(at: EpochMs): DurationMs {
    const cycles = Math.floor((at - this.#coveredUntil) / cycleMs) + 1;
    return this.#workedUntil(at - cycles * cycleMs) + cycles * this.#lastCycleMs();
  }

  #workedInPast(at: EpochMs): DurationMs {
    const cycles = Math.ceil((this.#coveredFrom - at) / cycleMs);
    return this.#workedUntil(at + cycles * cycleMs) - cycles * this.#firstCycleMs();
  }

  #instantInFuture(workedMs: DurationMs): EpochMs | null {
    const cycleWork = this.#lastCycleMs();
    const cycles = Math.ceil((workedMs - this.#workedAtEnd) / cycleWork);
    const at = this.#search(workedMs - cycles * cycleWork) + cycles * cycleMs;
    return at <= maxAt ? at : null;
  }

  #instantInPast(workedMs: DurationMs): EpochMs | null {
    const cycleWork = this.#firstCycleMs();
    const cycles = Math.floor((this.#workedAtStart - workedMs) / cycleWork) + 1;
    const at = this.#search(workedMs + cycles * cycleWork) - cycles * cycleMs;
    return at >= -maxAt ? at : null;
  }

  /** Working time of the last 400 years covered, once the years reach that far. */
  #lastCycleMs(): DurationMs {
    return this.#workedAtEnd - this.#workedUntil(this.#coveredUntil - cycleMs);
  }

  #firstCycleMs(): DurationMs {
    while (this.#endYear < pastYear + cycleYears) this.#extendForward();
    return this.#workedUntil(this.#coveredFrom + cycleMs) - this.#workedAtStart;
  }

  #mayOpenAfter(year: number): boolean {
    return this.#opensWeekly || year <= lastHolidayYear;
  }

  #mayOpenBefore(year: number): boolean {
    return this.#opensWeekly || year > firstHolidayYear;
  }

  #begin(at: EpochMs): void {
    const year = Math.min(Math.max(new Date(at).getUTCFullYear(), pastYear), futureYear - cycleYears);
    this.#firstYear = year;
    this.#endYear = year;
    this.#extendForward();
  }

  #extendForward(): void {
    const hours = yearHours(this.#rules, this.#endYear);
    if (this.#firstYear === this.#endYear) this.#coveredFrom = hours.startsAt;
    this.#reserve(this.#count + hours.open.length);
    let worked = this.#workedAtEnd;
    for (const { fromAt, toAt } of hours.open) {
      this.#starts[this.#count] = fromAt;
      this.#ends[this.#count] = toAt;
      this.#before[this.#count] = worked;
      this.#count += 1;
      worked += toAt - fromAt;
    }
    this.#workedAtEnd = worked;
    this.#coveredUntil = hours.endsAt;
    this.#endYear += 1;
  }

  /** Goes back by half of what is covered at once, since each time all is moved. */
  #extendBackward(): void {
    const years = Math.ceil((this.#endYear - this.#firstYear) / 2);
    const from = Math.max(pastYear, this.#firstYear - years);
    const open: OpenInterval[] = [];
    for (let year = from; year < this.#firstYear; year += 1) {
      const hours = yearHours(this.#rules, year);
      if (year === from) this.#coveredFrom = hours.startsAt;
      for (const interval of hours.open) open.push(interval);
    }
    const count = this.#count + open.length;
    this.#reserve(count);
    for (const array of [this.#starts, this.#ends, this.#before]) array.copyWithin(open.length, 0, this.#count);
    let worked = this.#workedAtStart;
    for (let index = open.length - 1; index >= 0; index -= 1) {
      const interval = open[index];
      if (interval === undefined) continue;
      worked -= interval.toAt - interval.fromAt;
      this.#starts[index] = interval.fromAt;
      this.#ends[index] = interval.toAt;
      this.#before[index] = worked;
    }
    this.#count = count;
    this.#workedAtStart = worked;
    this.#firstYear = from;
  }

  #reserve(count: number): void {
    if (count <= this.#starts.length) return;
    const size = Math.max(count, this.#starts.length * 2);
    this.#starts = grown(this.#starts, size);
    this.#ends = grown(this.#ends, size);
    this.#before = grown(this.#before, size);
  }
}

/** Index of the last of the sorted values that is at most `limit`; −1 if none. */
function lastAtMost(values: Float64Array, count: number, limit: number): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) <= limit) low = middle;
    else high = middle;
  }
  return low;
}

/** Index of the last of the sorted values that is below `limit`; −1 if none. */
function lastBelow(values: Float64Array, count: number, limit: number): number {
  let low = -1;
  let high = count;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0) < limit) low = middle;
    else high = middle;
  }
  return low;
}

function grown(values: Float64Array, size: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(size);
  larger.set(values);
  return larger;
}

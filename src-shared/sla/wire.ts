import { compileCalendar } from '../calendar/compile-calendar.ts';
import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import { addWorkingTime, workingTimeBetween } from '../calendar/working-time.ts';
import type { CaseClock, CaseState } from '../cases/case-state.ts';
import { foldCase } from '../cases/fold-case.ts';
import type { FoldEvent } from '../cases/fold-event.ts';
import type { DurationMs, EpochMs } from '../ids.ts';
import { type CompiledPolicy, compilePolicy, minutesToMs } from '../policy/compile-policy.ts';
import { describeProblems, schemaProblems } from '../policy/parse-policy.ts';
import type { CalendarSpec, Policy } from '../policy/policy.ts';
import { compareQueueKeys, isOpen, queueKey } from '../queue/queue-order.ts';
import { ClockHistory } from './clock.ts';
import { readClock } from './read-clock.ts';
import { isTold, type WireEvents, type WireRequest, type WireRequestOf, wireRequestSchema } from './wire-request.ts';

/** A request that was read, with what it names compiled. */
export type PreparedRequest =
  | {
      readonly op: 'between' | 'add';
      readonly request: WireRequestOf<'between' | 'add'>;
      readonly calendar: WorkingCalendar;
    }
  | { readonly op: 'clock'; readonly request: WireRequestOf<'clock'>; readonly clock: CaseClock | null }
  | {
      readonly op: 'case';
      readonly request: WireRequestOf<'case'>;
      readonly policy: CompiledPolicy;
      readonly state: CaseState;
    }
  | {
      readonly op: 'queue';
      readonly request: WireRequestOf<'queue'>;
      readonly policy: CompiledPolicy;
      /** Open cases in the queue's order. */
      readonly rows: readonly { readonly id: string | number; readonly state: CaseState }[];
    };

/** The answer to one line; `ok` is false if it is an error. */
export interface WireAnswer {
  readonly ok: boolean;
  readonly json: Readonly<Record<string, unknown>>;
}

type Prepared =
  | { readonly ok: true; readonly prepared: PreparedRequest }
  | { readonly ok: false; readonly error: string };

/** Enough for a file of mixed requests; a run that names ever new calendars must not hold them all. */
const maxKept = 16;

/** Answers requests of `npm run -s sla`. Keeps the calendars and policies it compiled, since lines tend to repeat them. */
export class SlaWire {
  readonly #calendars = new Map<string, WorkingCalendar>();
  readonly #policies = new Map<string, CompiledPolicy>();

  /** The answer to a line, in the form of `sla-vectors.jsonl`. */
  answer(line: string): WireAnswer {
    const result = this.prepare(line);
    return result.ok ? { ok: true, json: answerTo(result.prepared) } : { ok: false, json: { error: result.error } };
  }

  /** Reads a line, and says what is wrong with it if it cannot be answered. */
  prepare(line: string): Prepared {
    let json: unknown;
    try {
      json = JSON.parse(line);
    } catch (error) {
      return { ok: false, error: `not JSON: ${error instanceof Error ? error.message : String(error)}` };
    }
    const parsed = wireRequestSchema.safeParse(json);
    if (!parsed.success) {
      return { ok: false, error: describeProblems(schemaProblems(parsed.error.issues)).replaceAll('\n', '; ') };
    }
    return this.#prepare(parsed.data);
  }

  #prepare(request: WireRequest): Prepared {
    switch (request.op) {
      case 'between':
      case 'add':
        return { ok: true, prepared: { op: request.op, request, calendar: this.#calendar(request.calendar) } };
      case 'clock':
        return { ok: true, prepared: { op: 'clock', request, clock: this.#clock(request) } };
      case 'case':
        return this.#case(request);
      case 'queue':
        return this.#queue(request);
    }
  }

  #clock(request: WireRequestOf<'clock'>): CaseClock | null {
    const terms = (minutes: number, spec: CalendarSpec) => ({
      targetMs: minutesToMs(minutes),
      calendarKey: 'calendar',
      calendar: this.#calendar(spec),
      origin: null,
    });
    const clock = new ClockHistory();
    let spec = request.calendar;
    let current = terms(request.target_minutes, spec);
    for (const event of request.events) {
      if (event.at > request.now) continue;
      if (event.type === 'retarget') {
        spec = event.calendar ?? spec;
        current = terms(event.target_minutes, spec);
      } else if (event.type === 'stop') clock.stop(event.at, current);
      else clock[event.type](event.at);
    }
    return clock.outcome('resolution', current);
  }

  #case(request: WireRequestOf<'case'>): Prepared {
    const unknown = unknownAgreement(request.policy, request.events, 'events');
    if (unknown !== null) return { ok: false, error: unknown };
    const events = eventsUntil(request.events, request.now);
    if (events === null) return { ok: false, error: 'now: expected an instant at which the case is opened' };
    const policy = this.#policy(request.policy);
    return { ok: true, prepared: { op: 'case', request, policy, state: foldCase(policy, events) } };
  }

  #queue(request: WireRequestOf<'queue'>): Prepared {
    const policy = this.#policy(request.policy);
    const rows: { id: string | number; state: CaseState; key: ReturnType<typeof queueKey> }[] = [];
    for (const [index, { id, number, events }] of request.cases.entries()) {
      const unknown = unknownAgreement(request.policy, events, `cases[${index}].events`);
      if (unknown !== null) return { ok: false, error: unknown };
      const known = eventsUntil(events, request.now);
      if (known === null) continue;
      const state = foldCase(policy, known);
      if (!isOpen(state)) continue;
      const doc = { id: String(id), number: number === undefined || number === null ? null : String(number) };
      rows.push({ id, state, key: queueKey(doc, state) });
    }
    rows.sort((a, b) => compareQueueKeys(a.key, b.key));
    return { ok: true, prepared: { op: 'queue', request, policy, rows } };
  }

  #calendar(spec: CalendarSpec): WorkingCalendar {
    return kept(this.#calendars, JSON.stringify(spec), () => compileCalendar(spec));
  }

  #policy(policy: Policy): CompiledPolicy {
    return kept(this.#policies, JSON.stringify(policy), () => compilePolicy(policy));
  }
}

/** Minutes with 4 decimals, as on the wire. */
export function wireMinutes(ms: DurationMs): number {
  // Rounded by magnitude, so that a time and its negative stay each other's negatives; + 0 turns -0 into 0.
  return Math.sign(ms) * (Math.round(Math.abs(ms) / 6) / 10_000) + 0;
}

/** An instant in UTC with milliseconds, as on the wire. */
export function wireInstant(at: EpochMs | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

function answerTo(prepared: PreparedRequest): Readonly<Record<string, unknown>> {
  switch (prepared.op) {
    case 'between':
    case 'add': {
      const { request, calendar } = prepared;
      return request.op === 'between'
        ? { minutes: wireMinutes(workingTimeBetween(calendar, request.start, request.end)) }
        : { due: wireInstant(addWorkingTime(calendar, request.start, minutesToMs(request.minutes))) };
    }
    case 'clock':
      return prepared.clock === null ? { state: 'idle' } : wireClock(prepared.clock, prepared.request.now);
    case 'case': {
      const { state, request } = prepared;
      const clocks: Record<string, unknown> = {};
      for (const clock of Object.values(state.clocks)) clocks[clock.name] = wireClock(clock, request.now);
      return {
        status: state.status,
        severity: state.severity,
        provisional: state.provisional,
        clocks,
        most_urgent: state.mostUrgent,
        due: wireInstant(state.dueAt),
      };
    }
    case 'queue':
      return { order: prepared.rows.map((row) => row.id) };
  }
}

function wireClock(clock: CaseClock, now: EpochMs): Readonly<Record<string, unknown>> {
  const { state, elapsedMs, remainingMs, dueAt } = readClock(clock, now);
  return {
    state,
    elapsed_minutes: wireMinutes(elapsedMs),
    remaining_minutes: wireMinutes(remainingMs),
    due: wireInstant(dueAt),
  };
}

/** The events up to an instant; null if the case is not opened by then. */
function eventsUntil(events: WireEvents, now: EpochMs): readonly FoldEvent[] | null {
  const known = events.filter(isTold).filter((event) => event.at <= now);
  return known.some((event) => event.type === 'opened') ? known : null;
}

function unknownAgreement(policy: Policy, events: WireEvents, path: string): string | null {
  for (const [index, event] of events.entries()) {
    if (event.type !== 'opened' && event.type !== 'agreement_changed') continue;
    if (Object.hasOwn(policy.agreements, event.agreement)) continue;
    const expected = Object.keys(policy.agreements).join(', ');
    return `${path}[${index}].agreement: unknown agreement "${event.agreement}"; expected one of ${expected}`;
  }
  return null;
}

function kept<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > maxKept && oldest.done !== true) map.delete(oldest.value);
  return value;
}

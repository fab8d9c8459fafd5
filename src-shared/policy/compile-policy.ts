import { compileCalendar } from '../calendar/compile-calendar.ts';
import type { WorkingCalendar } from '../calendar/working-calendar.ts';
import type { Severity, WaitingOn } from '../cases/case-document.ts';
import { type ClockName, customerClocks } from '../cases/case-state.ts';
import type { DurationMs } from '../ids.ts';
import type { AgreementSpec, Policy, TargetSpec } from './policy.ts';
import type { RuleSource } from './source-words.ts';

/** Where a target stands in the policy, and where it and its calendar come from. */
export interface TargetOrigin {
  /** What the desk calls the agreement; null for targets of the desk's own, which hold under every agreement. */
  readonly agreement: string | null;
  /** Null if it is the same for every severity. */
  readonly severity: Severity | null;
  readonly source: RuleSource;
  readonly calendarSource: RuleSource;
}

/** What a clock counts against. */
export interface ClockTerms {
  readonly targetMs: DurationMs;
  readonly calendarKey: string;
  readonly calendar: WorkingCalendar;
  /** Null for a target that no policy gave. */
  readonly origin: TargetOrigin | null;
}

/** A target on its own calendar, and on its agreement's until the desk has confirmed the emergency. */
interface TargetTerms {
  readonly confirmed: ClockTerms;
  readonly unconfirmed: ClockTerms;
}

type From = Omit<TargetOrigin, 'calendarSource'>;
type SeverityTerms = Readonly<Partial<Record<ClockName, TargetTerms>>>;

/** A policy with its calendars compiled and its targets laid out for looking up. Made by `compilePolicy`. */
export interface CompiledPolicy {
  readonly policy: Policy;
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  readonly resolutionPausesOn: ReadonlySet<WaitingOn>;
  /** At risk once this share of the target is used, or this much is left, whichever comes first. */
  readonly atRisk: { readonly share: number; readonly leftMs: DurationMs };
  /**
   * What a clock counts against; null if the agreement owes no such clock at that severity, or is unknown.
   * `confirmed`: the desk has set a severity or spoken to the customer, so a target's own calendar applies.
   */
  termsOf(clock: ClockName, agreement: string, severity: Severity, confirmed: boolean): ClockTerms | null;
}

/** Where the policy says nothing of it: three quarters of the target, or half an hour left. */
const defaultAtRisk = { share: 0.75, minutes_left: 30 };
const severities = [1, 2, 3, 4] as const;
const minuteMs = 60_000;
const compiled = new WeakMap<Policy, CompiledPolicy>();

/**
 * Compiles a policy that passed `parsePolicy`. The same policy object gives the same compiled one, so callers that
 * hold only the document need not keep it.
 */
export function compilePolicy(policy: Policy): CompiledPolicy {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  const made = compile(policy);
  compiled.set(policy, made);
  return made;
}

/** Minutes, as policies and the wire give them, in milliseconds. */
export function minutesToMs(minutes: number): DurationMs {
  return Math.round(minutes * minuteMs);
}

function compile(policy: Policy): CompiledPolicy {
  const calendars = new Map<string, WorkingCalendar>();
  for (const [key, spec] of Object.entries(policy.calendars)) calendars.set(key, compileCalendar(spec));

  const agreements = new Map<string, readonly SeverityTerms[]>();
  for (const [key, agreement] of Object.entries(policy.agreements)) {
    agreements.set(
      key,
      severities.map((severity) => severityTerms(policy, calendars, agreement.name ?? key, agreement, severity)),
    );
  }
  const atRisk = policy.at_risk ?? defaultAtRisk;
  return {
    policy,
    calendars,
    resolutionPausesOn: new Set(policy.resolution_pauses_on),
    atRisk: { share: atRisk.share, leftMs: minutesToMs(atRisk.minutes_left) },
    termsOf(clock, agreement, severity, confirmed) {
      const terms = agreements.get(agreement)?.[severity - 1]?.[clock];
      if (terms === undefined) return null;
      return confirmed ? terms.confirmed : terms.unconfirmed;
    },
  };
}

function severityTerms(
  policy: Policy,
  calendars: ReadonlyMap<string, WorkingCalendar>,
  name: string,
  agreement: AgreementSpec,
  severity: Severity,
): SeverityTerms {
  const terms: Partial<Record<ClockName, TargetTerms>> = {};
  const set = (clock: ClockName, target: TargetSpec | undefined, ownCalendar: string | undefined, from: From) => {
    if (target === undefined) return;
    const termsOn = (calendarKey: string): ClockTerms => {
      const calendar = calendars.get(calendarKey);
      if (calendar === undefined) throw new RangeError(`The policy has no calendar "${calendarKey}".`);
      const origin = { ...from, calendarSource: policy.calendars[calendarKey]?.source };
      return { targetMs: minutesToMs(target.minutes), calendarKey, calendar, origin };
    };
    const unconfirmed = termsOn(agreement.calendar);
    terms[clock] = { confirmed: ownCalendar === undefined ? unconfirmed : termsOn(ownCalendar), unconfirmed };
  };
  const targets = agreement.targets[severity];
  for (const clock of customerClocks) {
    const target = targets?.[clock];
    // A target that does not say for itself is as published as its agreement.
    const from = { agreement: name, severity, source: target?.source ?? agreement.source };
    set(clock, target, target?.calendar, from);
  }
  // Internal clocks always run on the agreement's own calendar.
  const { triage, hand_off: handOff } = policy.internal;
  set('triage', triage, undefined, { agreement: null, severity: null, source: triage?.source });
  const handedOff = handOff?.[severity];
  set('hand_off', handedOff, undefined, { agreement: null, severity, source: handedOff?.source });
  return terms;
}

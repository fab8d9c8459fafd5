import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { Account, Contact, Product, User } from '../../src-shared/directory/documents.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import type { Ticket } from '../../src-shared/tickets/ticket.ts';
import { closedCases } from './closed-cases.ts';
import { ticketsOf, withClosings } from './closings.ts';
import { sampleDirectory } from './directory.ts';
import { withEscalations } from './escalations.ts';
import { withHandOffs } from './hand-offs.ts';
import { withKindDetails } from './kind-details.ts';
import { openCases, type World } from './open-cases.ts';
import { randomFrom } from './random.ts';
import { rhythmOf } from './rhythm.ts';
import { scenarioDeck } from './words.ts';

export interface SampleOptions {
  readonly open: number;
  /** Resolved or closed ones. */
  readonly closed: number;
  /** The same seed, now and policy give the same documents. */
  readonly seed: number;
  /** The desk looks as it would on an ordinary day at this instant; nothing happens after it. */
  readonly now: EpochMs;
  readonly policy: Policy;
}

export interface SampleDocuments {
  /** COAs, TAEs, leads; the first is who acts by default. */
  readonly users: readonly User[];
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
  readonly products: readonly Product[];
  /** Of the teams that cases were escalated to. */
  readonly tickets: readonly Ticket[];
  /** In order of opening, numbered so. */
  readonly cases: readonly CaseDocument[];
}

/** About 180 new cases a working day. */
const casesPerWorkingDay = 180;

/** A desk in full swing around `now`, of invented names. Pure: stores nothing. */
export function sampleDocuments(options: SampleOptions): SampleDocuments {
  const { seed, now } = options;
  const policy = compilePolicy(options.policy);
  const directory = sampleDirectory(seed, options.policy);
  const agreement = options.policy.agreements[directory.accounts[0]?.account.agreement ?? ''];
  const calendar = policy.calendars.get(agreement?.calendar ?? '') ?? policy.calendars.values().next().value;
  if (calendar === undefined) throw new RangeError('The policy has no calendar, so nobody works on any case.');

  const workingDays = Math.max(12, Math.ceil((options.open + options.closed) / casesPerWorkingDay));
  const rhythm = rhythmOf(calendar, now, workingDays + 12);
  const world = (purpose: string): World => {
    const random = randomFrom(seed, purpose);
    return { random, deck: scenarioDeck(random), directory, policy, rhythm, now };
  };
  const closed = withClosings(world('closings'), closedCases(world('closed'), options.closed, workingDays));
  const told = withKindDetails(world('kinds'), [
    ...withHandOffs(world('hand-offs'), openCases(world('open'), options.open)),
    ...closed,
  ]);
  const escalated = withEscalations(world('escalations'), told);
  const cases = [...escalated.cases];
  cases.sort((a, b) => (a.events[0]?.at ?? 0) - (b.events[0]?.at ?? 0));
  return {
    users: directory.users,
    accounts: directory.accounts.map(({ account }) => account),
    contacts: directory.contacts,
    products: directory.products,
    tickets: [...escalated.tickets, ...ticketsOf(closed)],
    cases: cases.map((doc, index) => ({ ...doc, number: String(index + 1).padStart(8, '0') })),
  };
}

/** Only the cases, for measuring with many. */
export function generateCases(options: SampleOptions): readonly CaseDocument[] {
  return sampleDocuments(options).cases;
}

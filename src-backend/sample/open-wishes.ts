import type { Severity } from '../../src-shared/cases/case-document.ts';
import type { CaseStatus } from '../../src-shared/cases/case-state.ts';
import type { User } from '../../src-shared/directory/documents.ts';
import type { SampleDirectory } from './directory.ts';
import type { Random } from './random.ts';

/** What the agent sees of a case's time: four states and the pause. */
export type Urgency = 'on_time' | 'at_risk' | 'due' | 'overdue' | 'paused';

/** How one open case shall look at `now`. */
export interface Wish {
  readonly urgency: Urgency;
  readonly status: CaseStatus;
  /** Null: nobody yet. */
  readonly owner: (random: Random, analyst: User) => User | null;
}

/** The default acting user's cases: every state is there to be seen. */
const actingUsersCases: readonly (readonly [Urgency, CaseStatus])[] = [
  ['on_time', 'in_progress'],
  ['overdue', 'in_progress'],
  ['at_risk', 'in_progress'],
  ['paused', 'waiting_customer'],
  ['on_time', 'triaged'],
  ['due', 'in_progress'],
  ['on_time', 'waiting_development'],
  ['at_risk', 'triaged'],
  ['paused', 'waiting_customer'],
  ['on_time', 'in_progress'],
  ['overdue', 'triaged'],
  ['on_time', 'waiting_internally'],
  ['paused', 'waiting_customer'],
  ['at_risk', 'waiting_development'],
  ['on_time', 'new'],
  ['on_time', 'in_progress'],
  ['paused', 'waiting_customer'],
  ['on_time', 'triaged'],
  ['on_time', 'in_progress'],
  ['on_time', 'in_progress'],
  ['paused', 'waiting_customer'],
  ['on_time', 'waiting_development'],
  ['on_time', 'in_progress'],
];
/** Of 600 open cases, so many are the acting user's. */
const actingUsersShare = actingUsersCases.length / 600;

/** The open cases of a desk, as states to be shown; the urgent ones stand together, so that their words differ. */
export function wishes(random: Random, directory: SampleDirectory, count: number): Wish[] {
  const actingUser = directory.users[0] ?? null;
  const own = Math.min(count, Math.max(1, Math.round(Math.min(count, 1000) * actingUsersShare)));
  const made: Wish[] = Array.from({ length: own }, (_, index) => {
    const [urgency, status] = actingUsersCases[index % actingUsersCases.length] ?? ['on_time', 'in_progress'];
    return { urgency, status, owner: () => actingUser };
  });
  const shares: readonly (readonly [Urgency, number])[] = [
    ['overdue', 0.05],
    ['due', 0.013],
    ['at_risk', 0.07],
    ['paused', 0.2],
  ];
  const others = directory.users.filter((user) => user !== actingUser && user.role !== 'lead');
  const add = (urgency: Urgency) => {
    const status = random.weighted(statuses[urgency]);
    made.push({ urgency, status, owner: ownerOf(status, others) });
  };
  for (const [urgency, share] of shares) {
    const missing = Math.round(count * share) - made.filter((wish) => wish.urgency === urgency).length;
    for (let index = 0; index < missing && made.length < count; index += 1) add(urgency);
  }
  while (made.length < count) add('on_time');
  return made;
}

const statuses: Readonly<Record<Urgency, readonly (readonly [CaseStatus, number])[]>> = {
  overdue: [
    ['in_progress', 52],
    ['waiting_development', 10],
    ['waiting_internally', 6],
    ['triaged', 20],
    ['new', 12],
  ],
  at_risk: [
    ['in_progress', 52],
    ['waiting_development', 12],
    ['waiting_internally', 6],
    ['triaged', 17],
    ['new', 13],
  ],
  due: [
    ['in_progress', 60],
    ['triaged', 20],
    ['new', 20],
  ],
  paused: [['waiting_customer', 1]],
  on_time: [
    ['in_progress', 50],
    ['waiting_development', 15],
    ['waiting_internally', 8],
    ['waiting_customer', 4],
    ['triaged', 11],
    ['new', 12],
  ],
};

/** New cases are mostly nobody's yet; development waits for what the TAEs escalated. */
function ownerOf(status: CaseStatus, others: readonly User[]): Wish['owner'] {
  const coas = others.filter((user) => user.role === 'coa');
  const taes = others.filter((user) => user.role === 'tae');
  return (random) => {
    if (status === 'new' && random.chance(0.8)) return null;
    if (status === 'triaged' && random.chance(0.25)) return null;
    const technical = status === 'waiting_development' ? 0.5 : status === 'new' || status === 'triaged' ? 0 : 0.2;
    return random.pick(random.chance(technical) ? taes : coas);
  };
}

/** 6 % are severity 1 or 2. Their short targets make them a larger part of what is urgent. */
export function severityFor(random: Random, { urgency, status }: Wish): Severity {
  const urgent = urgency === 'overdue' || urgency === 'at_risk' || urgency === 'due';
  // Severity 4 has no next update and no resolution to run out, so once answered it has no clock to pause either.
  if (!isUnanswered(status) && status === 'waiting_customer' && urgency === 'on_time') return 4;
  const inquiries = isUnanswered(status) ? 40 : urgent || urgency === 'paused' ? 0 : 30;
  return random.weighted<Severity>([
    [1, urgent ? 3 : 1],
    [2, urgent ? 9 : 3.6],
    [3, 95 - inquiries],
    [4, inquiries],
  ]);
}

export function isUnanswered(status: CaseStatus): boolean {
  return status === 'new' || status === 'triaged';
}

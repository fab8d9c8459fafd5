import type { Channel, Priority, Severity } from '../../src-shared/cases/case-document.ts';
import type { Contact, Product, User } from '../../src-shared/directory/documents.ts';
import type { SampleAccount, SampleDirectory } from './directory.ts';
import type { Random } from './random.ts';
import type { Scenario, ScenarioDeck } from './words.ts';

/** What a sample case is about and who takes part in it; when things happen is its course. */
export interface CaseFacts {
  readonly account: SampleAccount;
  readonly contact: Contact;
  readonly scenario: Scenario;
  /** One of the scenario's subjects, its slots unfilled. */
  readonly subject: string;
  readonly product: Product | null;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly severity: Severity;
  /** What triage found first; often the same as `severity`. */
  readonly firstSeverity: Severity;
  /** The COA who triages and answers first. */
  readonly analyst: User;
  /** Who owns it in the end; null: nobody yet. */
  readonly owner: User | null;
}

export function chooseFacts(
  random: Random,
  directory: SampleDirectory,
  deck: ScenarioDeck,
  severity: Severity,
  owner: (random: Random, analyst: User) => User | null,
): CaseFacts {
  const account = random.weighted(directory.accounts.map((candidate) => [candidate, candidate.weight] as const));
  const { scenario, subject } = deck.deal(severity);
  const analyst = random.pick(directory.users.filter((user) => user.role === 'coa'));
  const owned = owner(random, analyst);
  return {
    account,
    contact: random.pick(account.contacts),
    scenario,
    subject,
    product: directory.products.find((product) => product.name === scenario.product) ?? null,
    channel: channelOf(random, severity),
    priority: priorityOf(random, severity, account.inflates),
    severity,
    firstSeverity: random.chance(0.07) ? neighbourOf(random, severity) : severity,
    analyst: owned?.role === 'coa' ? owned : analyst,
    owner: owned,
  };
}

/** 6 % of the cases are severity 1 or 2. */
export function chooseSeverity(random: Random): Severity {
  return random.weighted<Severity>([
    [1, 1.3],
    [2, 4.7],
    [3, 56],
    [4, 38],
  ]);
}

/** Emergencies must be phoned in; a few come by the portal nevertheless and are flagged. */
function channelOf(random: Random, severity: Severity): Channel {
  if (severity <= 2) {
    return random.weighted<Channel>([
      ['phone', 82],
      ['portal', 18],
    ]);
  }
  return random.weighted<Channel>([
    ['portal', 84],
    ['email', 8],
    ['phone', 6],
    ['agent', 2],
  ]);
}

/**
 * 35 % arrive as Critical or High, a third of those are not. With 6 % real emergencies, the third are
 * the inquiries (severity 4) among them; the rest is of severity 1 to 3.
 */
function priorityOf(random: Random, severity: Severity, inflates: boolean): Priority {
  if (severity > 2 && inflates && random.chance(0.6)) return random.pick([1, 2]);
  const weights = {
    1: [86, 12, 2, 0],
    2: [33, 60, 7, 0],
    3: [7, 22, 54, 17],
    4: [8, 20, 39, 33],
  } as const;
  const [critical, high, medium, low] = weights[severity];
  return random.weighted<Priority>([
    [1, critical],
    [2, high],
    [3, medium],
    [4, low],
  ]);
}

function neighbourOf(random: Random, severity: Severity): Severity {
  if (severity === 1) return 2;
  if (severity === 4) return 3;
  if (severity === 2) return random.pick([1, 3, 3]);
  return random.pick([2, 4, 4]);
}

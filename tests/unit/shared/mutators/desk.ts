import { type CaseDocument, type CaseEvent, caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import type { Role } from '../../../../src-shared/directory/documents.ts';
import type { EpochMs } from '../../../../src-shared/ids.ts';
import type { MutatorContext, MutatorTransaction, Outcome } from '../../../../src-shared/mutators/mutator.ts';
import { type MutatorArgs, type MutatorName, mutators } from '../../../../src-shared/mutators/registry.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { type Policy, policySchema } from '../../../../src-shared/policy/policy.ts';
import { type CollectionName, collectionSchemas } from '../../../../src-shared/sync/collections.ts';
import { type Ticket, ticketSchema } from '../../../../src-shared/tickets/ticket.ts';

/** A small desk to act on: two COAs, two TAEs, a lead, an administrator, two accounts. */
export const policy = policySchema.parse({
  calendars: { always: { timeZone: 'UTC', weekly: allDay(), holidays: [] } },
  agreements: {
    standard: { name: 'Standard', calendar: 'always', targets: targets(240) },
    premier: { name: 'Premier', calendar: 'always', targets: targets(120) },
  },
  internal: { triage: { minutes: 60 }, hand_off: { 1: { minutes: 30 }, 2: { minutes: 60 }, 3: { minutes: 480 } } },
  resolution_pauses_on: ['customer'],
  service_requests: {
    report: {
      name: 'SOC 1 report',
      fields: [
        { key: 'period', label: 'Report period', required: true },
        { key: 'recipient', label: 'Recipient', required: true },
        { key: 'auditor', label: 'Auditor', required: false },
      ],
      checklist: [
        { key: 'nda', label: 'Confidentiality agreement' },
        { key: 'sent', label: 'Report sent' },
      ],
    },
    export: { name: 'Data export', fields: [{ key: 'what', label: 'What', required: true }], checklist: [] },
  },
  teams: {
    development: { name: 'Development', waits_on: 'development' },
    database: { name: 'Database', waits_on: 'internally' },
    professional_services: { name: 'Professional Services', waits_on: 'internally', needs_sow: true },
  },
  closure: {
    root_cause: { severities: [1] },
    breach_reasons: { required: false, codes: { volume: 'More cases than hands' } },
  },
});

/** A UUID for a test: the same number gives the same one. */
export function uuid(number: number): string {
  return `0a0b0c0d-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

export const maya = uuid(1);
export const devon = uuid(2);
export const dana = uuid(3);
export const tess = uuid(4);
export const noor = uuid(5);
export const ada = uuid(6);
const names: Readonly<Record<string, readonly [string, Role]>> = {
  [maya]: ['Maya Ortiz', 'coa'],
  [devon]: ['Devon Achterberg', 'coa'],
  [dana]: ['Dana Whitmore', 'lead'],
  [tess]: ['Tess Okafor', 'tae'],
  [noor]: ['Noor Haddad', 'tae'],
  [ada]: ['Ada Lindqvist', 'administrator'],
};
export const harvest = uuid(10);
export const bluestem = uuid(11);
export const cedar = uuid(12);
export const irene = uuid(20);
export const orderManagement = uuid(30);
export const caseId = uuid(100);
export const otherCaseId = uuid(101);
export const thirdCaseId = uuid(102);
/** Monday 2026-04-13, 09:00 UTC. */
export const monday: EpochMs = Date.UTC(2026, 3, 13, 9);
const minute = 60_000;

export interface ActOptions {
  readonly by?: string;
  /** Minutes after Monday nine o'clock. */
  readonly at?: number;
  /** The case; that of these tests if absent. */
  readonly caseId?: string;
  /** Minutes after which the backend accepts it; the same as `at` if absent. */
  readonly acceptedAt?: number;
}

export type Side = 'client' | 'backend';

/** One side's documents, and acting on them. */
export class Desk {
  readonly #side: Side;
  readonly #documents = new Map<string, unknown>();
  #version = 0;
  #numbers = 0;
  #eventIds = 1000;

  readonly #policy: Policy;

  constructor(side: Side = 'backend', rules: Policy = policy) {
    this.#side = side;
    this.#policy = rules;
    for (const [id, [name, role]] of Object.entries(names)) this.put('users', id, { id, name, role });
    this.put('accounts', harvest, { id: harvest, name: 'Harvest Valley', agreement: 'standard' });
    this.put('accounts', bluestem, { id: bluestem, name: 'Bluestem Markets', agreement: 'gold' });
    this.put('accounts', cedar, { id: cedar, name: 'Cedar Grove', agreement: 'standard' });
    this.put('contacts', irene, { id: irene, accountId: harvest, name: 'Irene Kapoor' });
    this.put('products', orderManagement, { id: orderManagement, name: 'Order Management' });
  }

  put<Name extends CollectionName>(collection: Name, id: string, doc: unknown): void {
    this.#documents.set(`${collection}/${id}`, collectionSchemas[collection].parse(doc));
  }

  get<Name extends CollectionName>(collection: Name, id: string): unknown {
    return this.#documents.get(`${collection}/${id}`);
  }

  async act<Name extends MutatorName>(name: Name, args: MutatorArgs<Name>, options: ActOptions = {}): Promise<Outcome> {
    const { by = maya, at = 0, acceptedAt = at } = options;
    const [userName, role] = names[by] ?? ['Nobody', 'coa'];
    const accepted = monday + acceptedAt * minute;
    const late = acceptedAt - at > 5;
    this.#version += 1;
    const version = this.#version;
    const context: MutatorContext = {
      user: collectionSchemas.users.parse({ id: by, name: userName, role }),
      occurredAt: monday + at * minute,
      policy: this.#policy,
      authority:
        this.#side === 'client'
          ? null
          : {
              acceptedAt: accepted,
              version,
              recordedAt: late ? accepted : null,
              nextCaseNumber: async () => {
                this.#numbers += 1;
                return String(this.#numbers).padStart(8, '0');
              },
            },
    };
    return run(name, this.#transaction(), args, context);
  }

  /** Acts on a case, with a fresh event id. */
  on<Name extends MutatorName>(
    name: Name,
    args: Omit<MutatorArgs<Name>, 'caseId' | 'eventId'>,
    options: ActOptions = {},
  ): Promise<Outcome> {
    const id = options.caseId ?? caseId;
    return this.act(name, { caseId: id, eventId: this.newEventId(), ...args } as MutatorArgs<Name>, options);
  }

  newEventId(): string {
    this.#eventIds += 1;
    return uuid(this.#eventIds);
  }

  create(changes: Partial<MutatorArgs<'create_case'>> = {}, options: ActOptions = {}): Promise<Outcome> {
    return this.act('create_case', { ...newCase, ...changes }, options);
  }

  /** The customer's message as an intake stores it; answers its id. */
  customerWrites({ at }: { readonly at: number }): string {
    const doc = this.case();
    this.#version += 1;
    const id = this.newEventId();
    const by = { kind: 'contact', id: irene };
    const message = { id, at: monday + at * minute, by, version: this.#version, type: 'customer_message', text: 'Hm.' };
    this.put('cases', doc.id, { ...doc, events: [...doc.events, message] });
    return id;
  }

  case(id = caseId): CaseDocument {
    return caseDocumentSchema.parse(this.#documents.get(`cases/${id}`));
  }

  /** Any other document. */
  doc(collection: CollectionName, id: string): unknown {
    return this.#documents.get(`${collection}/${id}`);
  }

  /** A ticket of another team; undefined if none is known by that reference. */
  ticket(ref: string): Ticket | undefined {
    const doc = this.#documents.get(`tickets/${ref}`);
    return doc === undefined ? undefined : ticketSchema.parse(doc);
  }

  state(id = caseId): CaseState {
    return foldCase(compilePolicy(this.#policy), this.case(id).events);
  }

  /** The event that was added last. */
  lastEvent(id = caseId): CaseEvent {
    const last = this.case(id).events.at(-1);
    if (last === undefined) throw new Error('The case has no events.');
    return last;
  }

  /** The case is gone, as after a removal. */
  remove(id = caseId): void {
    this.#documents.delete(`cases/${id}`);
  }

  hasCase(): boolean {
    return this.#documents.has(`cases/${caseId}`);
  }

  #transaction(): MutatorTransaction {
    return {
      get: async (collection, id) => {
        const doc = this.#documents.get(`${collection}/${id}`);
        return doc === undefined ? undefined : collectionSchemas[collection].parse(doc);
      },
      set: async (collection, id, doc) => {
        this.put(collection, id, doc);
      },
    };
  }
}

export const newCase: MutatorArgs<'create_case'> = {
  caseId,
  eventId: uuid(1000),
  subject: 'ASN rejected by receiver',
  text: 'All ASNs of today are rejected.',
  accountId: harvest,
  contactId: irene,
  channel: 'portal',
  priority: 2,
};

/** Everything that a hand-off asks for. */
export const brief = {
  summary: 'ASNs are rejected since the release.',
  impact: 'No truck leaves before they are through.',
  stepsTried: 'Sent again, compared the GTINs.',
  evidence: 'Message 4711 in the trace.',
};

/** A desk with one case, opened at nine. */
export async function deskWithCase(side: Side = 'backend', rules: Policy = policy): Promise<Desk> {
  const desk = new Desk(side, rules);
  await desk.create();
  return desk;
}

/** Runs a mutator as both sides do: the arguments are parsed first. */
function run<Name extends MutatorName>(
  name: Name,
  tx: MutatorTransaction,
  args: MutatorArgs<Name>,
  context: MutatorContext,
): Promise<Outcome> {
  const mutator: (typeof mutators)[MutatorName] = mutators[name];
  return (mutator.run as (tx: MutatorTransaction, args: unknown, context: MutatorContext) => Promise<Outcome>)(
    tx,
    mutator.args.parse(args),
    context,
  );
}

function allDay(): Record<string, [string, string][]> {
  return Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [['00:00', '24:00']]]));
}

function targets(minutes: number): Record<string, object> {
  const each = { first_response: { minutes }, next_update: { minutes }, resolution: { minutes: minutes * 4 } };
  return { '1': each, '2': each, '3': each, '4': { first_response: { minutes } } };
}

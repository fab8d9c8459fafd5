import { TestClock } from '../../src-backend/clock.ts';
import { PolicySource } from '../../src-backend/space/policy-source.ts';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { push } from '../../src-backend/sync/push.ts';
import {
  accountIdSchema,
  type CaseDocument,
  caseIdSchema,
  contactIdSchema,
  eventIdSchema,
  userIdSchema,
} from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { Role } from '../../src-shared/directory/documents.ts';
import type { EpochMs, SpaceId } from '../../src-shared/ids.ts';
import { mutators } from '../../src-shared/mutators/registry.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../src-shared/policy/policy.ts';
import { policyDocumentId } from '../../src-shared/sync/collections.ts';
import type { Refusal } from '../../src-shared/sync/protocol.ts';

const policy = policySchema.parse({
  calendars: { always: { timeZone: 'UTC', weekly: { '1': [['00:00', '24:00']] }, holidays: [] } },
  agreements: {
    standard: { calendar: 'always', targets: { '2': { first_response: { minutes: 240 } } } },
    premier: { calendar: 'always', targets: {} },
    basic: { calendar: 'always', targets: {} },
  },
  internal: {},
  resolution_pauses_on: ['customer'],
  closure: { root_cause: { severities: [1] }, no_response: { outreaches: 1, separate: 'any' } },
  teams: {
    development: { name: 'Development', waits_on: 'development' },
    database: { name: 'Database', waits_on: 'internally' },
  },
  service_requests: {
    report: {
      name: 'SOC 1 report',
      fields: [{ key: 'period', label: 'Report period', required: true }],
      checklist: [{ key: 'nda', label: 'Confidentiality agreement' }],
    },
    export: { name: 'Data export', fields: [{ key: 'what', label: 'What', required: true }], checklist: [] },
  },
});

/** Monday, nine o'clock. */
const monday: EpochMs = Date.UTC(2026, 2, 2, 9);
const minute = 60_000;

const people = {
  maya: ['Maya Ortiz', 'coa'],
  devon: ['Devon Achterberg', 'coa'],
  tess: ['Tess Okafor', 'tae'],
  noor: ['Noor Haddad', 'tae'],
  dana: ['Dana Whitmore', 'lead'],
  omar: ['Omar Reyes', 'lead'],
} as const satisfies Record<string, readonly [string, Role]>;
export type Person = keyof typeof people;

export const case1 = uuid(1);
export const case2 = uuid(2);
export const case3 = uuid(3);

/** Something an agent did; sent to the backend at noon, when everybody is online again. */
export interface Act {
  readonly by: Person;
  readonly name: string;
  /** Beside case and event: `case1` unless it names another. */
  readonly args?: Readonly<Record<string, unknown>>;
  /** Minutes after nine. */
  readonly at: number;
  /** Number of the event it adds, for an undo to name. */
  readonly event?: number;
}
/** What no agent does. */
export type Outside = 'customer_writes' | 'case_removed';

export function uuid(number: number): string {
  return `0a0b0c0d-0000-7000-8000-${String(number).padStart(12, '0')}`;
}

/** A team's data on a backend, reached by its people through the push, each with a computer of their own. */
export class ConflictDesk {
  readonly #storage: Storage;
  readonly #space: SpaceId;
  readonly #clock = new TestClock(monday);
  readonly #policy = new PolicySource();
  readonly #sent = new Map<Person, number>();
  readonly #faults: string[] = [];
  #events = 5_000;

  constructor(storage: Storage, space: SpaceId) {
    this.#storage = storage;
    this.#space = space;
  }

  /** Three cases of one account, opened at nine. */
  async open(): Promise<void> {
    await this.#storage.write(this.#space, async (tx) => {
      await tx.put('policy', policyDocumentId, policy);
      const harvest = accountIdSchema.parse('harvest');
      await tx.put('accounts', harvest, { id: harvest, name: 'Harvest Valley', agreement: 'standard' });
      const cedar = accountIdSchema.parse('cedar');
      await tx.put('accounts', cedar, { id: cedar, name: 'Cedar Grove', agreement: 'standard' });
      const irene = contactIdSchema.parse('irene');
      await tx.put('contacts', irene, { id: irene, accountId: harvest, name: 'Irene Kapoor' });
      for (const [key, [name, role]] of Object.entries(people)) {
        const id = userIdSchema.parse(key);
        await tx.put('users', id, { id, name, role });
      }
    });
    const about = { text: 'Rejected.', accountId: 'harvest', contactId: 'irene', channel: 'portal', priority: 2 };
    for (const caseId of [case1, case2, case3]) {
      await this.does({ by: 'omar', name: 'create_case', args: { caseId, subject: 'ASN', ...about }, at: 0 });
    }
    this.#clock.set(monday + 180 * minute);
  }

  /** Sends what somebody did; answers why it was refused, or null. */
  async does({ by, name, args = {}, at, event }: Act): Promise<Refusal | null> {
    const id = (this.#sent.get(by) ?? 0) + 1;
    this.#sent.set(by, id);
    this.#events += 1;
    const mutation = {
      clientID: `${by} of ${this.#space}`,
      id,
      name,
      args: { caseId: case1, eventId: uuid(event ?? this.#events), ...args },
      timestamp: monday + at * minute,
    };
    const answer = await push(
      {
        storage: this.#storage,
        clock: this.#clock,
        registry: mutators,
        policy: this.#policy,
        log: (line) => this.#faults.push(line),
      },
      { space: this.#space, userId: userIdSchema.parse(by) },
      { pushVersion: 1, schemaVersion: 1, clientGroupID: `group of ${by} of ${this.#space}`, mutations: [mutation] },
    );
    if (this.#faults.length > 0) throw new Error(this.#faults.join('\n'));
    return answer.rejections[0]?.refusal ?? null;
  }

  async happens(what: Outside): Promise<void> {
    await this.#storage.write(this.#space, async (tx) => {
      const id = caseIdSchema.parse(case1);
      const doc = await tx.get('cases', id);
      if (doc === undefined) throw new Error('The case is not there.');
      if (what === 'case_removed') return tx.delete('cases', id);
      this.#events += 1;
      const message = {
        id: eventIdSchema.parse(uuid(this.#events)),
        at: monday + 15 * minute,
        by: { kind: 'contact', id: contactIdSchema.parse('irene') },
        version: tx.version,
        type: 'customer_message',
        text: 'Still rejected.',
      } as const;
      return tx.put('cases', id, { ...doc, events: [...doc.events, message] });
    });
  }

  async case(id = case1): Promise<CaseDocument | undefined> {
    return this.#storage.read(this.#space, (tx) => tx.get('cases', id));
  }

  async state(id = case1): Promise<CaseState> {
    const doc = await this.case(id);
    if (doc === undefined) throw new Error('The case is not there.');
    return foldCase(compilePolicy(policy), doc.events);
  }

  async all(): Promise<readonly (CaseDocument | undefined)[]> {
    return [await this.case(case1), await this.case(case2), await this.case(case3)];
  }
}

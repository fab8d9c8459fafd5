import { describe, expect, it } from 'vitest';
import shippedPolicy from '../../../../assets/policy/itn.json' with { type: 'json' };
import { loadSample } from '../../../../src-backend/sample/load-sample.ts';
import { urgencyOf } from '../../../../src-backend/sample/open-cases.ts';
import { generateCases, sampleDocuments } from '../../../../src-backend/sample/sample-documents.ts';
import { inMemory } from '../../../../src-backend/storage/sqlite/open-database.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import { caseDocumentSchema, caseKindSchema } from '../../../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../../../src-shared/cases/case-state.ts';
import { foldCase } from '../../../../src-shared/cases/fold-case.ts';
import { closingChecklist } from '../../../../src-shared/closure/checklist.ts';
import type { SpaceId } from '../../../../src-shared/ids.ts';
import { requestProblem } from '../../../../src-shared/intake/request-problem.ts';
import { compilePolicy } from '../../../../src-shared/policy/compile-policy.ts';
import { policySchema } from '../../../../src-shared/policy/policy.ts';
import { type CollectionName, collectionSchemas } from '../../../../src-shared/sync/collections.ts';

const policy = policySchema.parse(shippedPolicy);
const compiled = compilePolicy(policy);
const space = 'main' as SpaceId;

const instants = [
  ['a working morning', '2026-04-15T16:30:00.000Z'],
  ['five minutes after opening on a Monday', '2026-04-13T13:05:00.000Z'],
  ['a night', '2026-04-15T10:00:00.000Z'],
  ['a Sunday', '2026-04-19T20:00:00.000Z'],
  ['a holiday', '2026-11-26T18:00:00.000Z'],
  ['the day the clocks go forward', '2026-03-08T18:00:00.000Z'],
  ['the day the clocks go back', '2026-11-01T18:00:00.000Z'],
] as const;

function desk(now: number, open = 600, closed = 3000, seed = 1) {
  const documents = sampleDocuments({ open, closed, seed, now, policy });
  const states = documents.cases.map((doc) => foldCase(compiled, doc.events));
  return { documents, states, open: states.filter(isOpen), done: states.filter((state) => !isOpen(state)) };
}

function isOpen(state: CaseState): boolean {
  return state.status !== 'resolved' && state.status !== 'closed';
}

function checklistOf(type = '') {
  return policy.service_requests?.[type]?.checklist ?? [];
}

function share<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  return items.filter(holds).length / items.length;
}

describe.each(instants)('the sample desk on %s', (_, iso) => {
  const now = Date.parse(iso);
  const { documents, states, open, done } = desk(now);
  const urgencies = open.map((state) => urgencyOf(compiled, state, now));

  it('has 600 open and 3,000 done cases', () => {
    expect([open.length, done.length]).toEqual([600, 3000]);
    expect(share(done, (state) => state.status === 'closed')).toBeGreaterThan(0.93);
  });

  it('shows every urgency: few overdue or due, some at risk and paused, most on time', () => {
    const ofUrgency = (urgency: string) => share(urgencies, (found) => found === urgency);
    expect(ofUrgency('overdue')).toBeCloseTo(0.05, 2);
    expect(ofUrgency('due')).toBeCloseTo(0.013, 2);
    expect(ofUrgency('at_risk')).toBeCloseTo(0.07, 2);
    expect(ofUrgency('paused')).toBeCloseTo(0.2, 2);
  });

  it('has cases in every open status', () => {
    expect(new Set(open.map((state) => state.status))).toEqual(
      new Set(['new', 'triaged', 'in_progress', 'waiting_customer', 'waiting_development', 'waiting_internally']),
    );
  });

  it('gives the acting user 23 open cases: 2 overdue, 3 at risk, 1 due within ten minutes, 5 paused', () => {
    const own = open.filter((state) => state.ownerId === documents.users[0]?.id);
    const counts = Object.groupBy(own, (state) => urgencyOf(compiled, state, now));
    expect(own).toHaveLength(23);
    expect(counts.overdue).toHaveLength(2);
    expect(counts.at_risk).toHaveLength(3);
    expect(counts.due).toHaveLength(1);
    expect(counts.paused).toHaveLength(5);
  });

  it('leaves some cases unassigned', () => {
    expect(share(open, (state) => state.ownerId === null)).toBeGreaterThan(0.04);
    expect(share(open, (state) => state.ownerId === null)).toBeLessThan(0.12);
  });

  it('has about 6 % of severity 1 or 2, and about 35 % that arrived as Critical or High', () => {
    expect(share(states, (state) => state.severity <= 2)).toBeGreaterThan(0.045);
    expect(share(states, (state) => state.severity <= 2)).toBeLessThan(0.08);
    expect(share(states, (state) => (state.priority ?? 4) <= 2)).toBeGreaterThan(0.31);
    expect(share(states, (state) => (state.priority ?? 4) <= 2)).toBeLessThan(0.4);
  });

  it('has nothing after now and nothing before the opening', () => {
    for (const doc of documents.cases) {
      const times = doc.events.map((event) => event.at);
      expect(doc.events[0]?.type).toBe('opened');
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.at(-1)).toBeLessThanOrEqual(now);
    }
  });
});

describe('the documents of the sample', () => {
  const now = Date.parse('2026-04-15T16:30:00.000Z');
  const { documents, states } = desk(now);

  it('pass the schemas of their collections', () => {
    const problems = (
      ['users', 'accounts', 'contacts', 'products', 'tickets', 'cases'] satisfies CollectionName[]
    ).flatMap((name) => documents[name].flatMap((doc) => collectionSchemas[name].safeParse(doc).error?.message ?? []));
    expect(problems).toEqual([]);
  });

  it('have cases of every kind, requests with their fields and ticks, and enhancements with votes', () => {
    expect(new Set(states.map(({ kind }) => kind))).toEqual(new Set([...caseKindSchema.options, null]));
    const requests = states.filter(({ kind }) => kind === 'service_request');
    const filled = requests.filter(({ work }) => work.request !== null);
    expect(share(requests, ({ work }) => work.request !== null)).toBeGreaterThan(0.9);
    for (const { work } of filled) if (work.request) expect(requestProblem(policy, work.request)).toBeNull();
    expect(filled.some(({ work }) => work.checked.length === 1)).toBe(true);
    const done = filled.filter((state) => !isOpen(state));
    expect(done.every(({ work }) => work.checked.length === checklistOf(work.request?.type).length)).toBe(true);
    const wishes = states.filter(({ kind }) => kind === 'enhancement');
    expect(wishes.every(({ work }) => work.votes.length > 0)).toBe(true);
    expect(wishes.some(({ work }) => work.votes.length > 3)).toBe(true);
  });

  it('look after users themselves in some products and not in others', () => {
    expect(new Set(documents.products.map(({ selfServiceUsers }) => selfServiceUsers === true)).size).toBe(2);
  });

  it('tell with whom the cases are that wait on another team, on its ticket, which names them', () => {
    const onDevelopment = states.flatMap(({ status, kind }, place) =>
      status === 'waiting_development' && kind !== 'professional_services' ? [place] : [],
    );
    expect(onDevelopment.length).toBeGreaterThan(5);
    for (const place of onDevelopment) {
      const escalation = states[place]?.work.escalations.at(-1);
      const ticket = documents.tickets.find(({ ref }) => ref === escalation?.ticketRef);
      expect(ticket).toMatchObject({
        team: 'development',
        status: escalation?.status,
        plannedReleaseOn: escalation?.plannedReleaseOn,
      });
      expect(ticket?.caseIds).toContain(documents.cases[place]?.id);
    }
    expect(documents.tickets.some(({ caseIds }) => caseIds.length > 1)).toBe(true);
    expect(documents.tickets.some(({ plannedReleaseOn }) => plannedReleaseOn !== null)).toBe(true);
    expect(states.some(({ work }) => work.escalations.some(({ team }) => team !== 'development'))).toBe(true);
  });

  it('have no slot left unfilled', () => {
    expect(JSON.stringify(documents.cases)).not.toMatch(/\{[a-zA-Z]\w*\}/);
  });

  it('have ids that are UUIDs, each used once', () => {
    const ids = [
      ...documents.users.map((user) => user.id),
      ...documents.contacts.map((contact) => contact.id),
      ...documents.cases.flatMap((doc) => [doc.id, ...doc.events.map((event) => event.id)]),
    ];
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(
      true,
    );
  });

  it('have 12 COAs, 5 TAEs and 2 leads, the COAs first', () => {
    expect(documents.users.map((user) => user.role)).toEqual([
      ...Array<string>(12).fill('coa'),
      ...Array<string>(5).fill('tae'),
      'lead',
      'lead',
    ]);
  });

  it('name accounts, contacts, products, agents and agreements that exist', () => {
    const accounts = new Map(documents.accounts.map((account) => [String(account.id), account]));
    const contacts = new Map(documents.contacts.map((contact) => [String(contact.id), contact.accountId]));
    const users = new Set(documents.users.map((user) => String(user.id)));
    const products = new Set(documents.products.map((product) => String(product.id)));
    for (const [index, doc] of documents.cases.entries()) {
      const state = states[index];
      expect(contacts.get(doc.contactId ?? '')).toBe(doc.accountId);
      expect(policy.agreements).toHaveProperty([accounts.get(doc.accountId)?.agreement ?? 'none']);
      if (state?.productId != null) expect(products).toContain(state.productId);
      if (state?.ownerId != null) expect(users).toContain(state.ownerId);
    }
  });

  it('are numbered in the order in which the cases were opened', () => {
    const opened = documents.cases.map((doc) => doc.events[0]?.at ?? 0);
    expect(opened).toEqual(opened.toSorted((a, b) => a - b));
    expect(documents.cases[0]?.number).toBe('00000001');
  });

  it('hardly repeat a subject on the first screen of the queue', () => {
    const screen = documents.cases
      .map((doc, index) => ({ doc, dueAt: states[index]?.dueAt ?? Number.POSITIVE_INFINITY }))
      .toSorted((a, b) => a.dueAt - b.dueAt)
      .slice(0, 40);
    expect(new Set(screen.map(({ doc }) => doc.subject)).size).toBeGreaterThanOrEqual(38);
  });

  it('come mostly between five and ten in the morning, and emergencies mostly by phone', () => {
    const hour = new Intl.DateTimeFormat('en-US', {
      hour: 'numeric',
      hourCycle: 'h23',
      timeZone: 'America/Los_Angeles',
    });
    const early = share(states, (state) => {
      const opened = Number(hour.format(state.openedAt));
      return opened >= 5 && opened < 10;
    });
    expect(early).toBeGreaterThan(0.45);
    const emergencies = states.filter((state) => state.severity <= 2 && !state.provisional);
    expect(share(emergencies, (state) => state.channel === 'phone')).toBeGreaterThan(0.6);
    expect(emergencies.some((state) => state.notPhonedIn)).toBe(true);
  });

  it('hold messages, notes, calls, changes of severity and reopenings', () => {
    const types = new Set(documents.cases.flatMap((doc) => doc.events.map((event) => event.type)));
    for (const type of [
      'agent_message',
      'customer_message',
      'note',
      'call',
      'severity_set',
      'waiting',
      'reopened',
    ] as const) {
      expect(types).toContain(type);
    }
  });

  it('rule-7 close for every reason, each as the policy allows it, and resolve emergencies with their root cause', () => {
    const reasons = new Map<string, number>();
    for (const { events } of documents.cases) {
      for (const [place, event] of events.entries()) {
        if (event.type === 'resolved') {
          const { severity, work } = foldCase(compiled, events.slice(0, place + 1));
          expect(severity <= 2 && work.rootCause === null).toBe(false);
        }
        if (event.type !== 'closed' || event.reason === 'merged') continue;
        const before = foldCase(compiled, events.slice(0, place));
        const { items } = closingChecklist(compiled, before, event.reason, event, event.at);
        expect(items.filter(({ state }) => state === 'missing')).toEqual([]);
        reasons.set(event.reason, (reasons.get(event.reason) ?? 0) + 1);
      }
    }
    expect([...reasons.keys()].sort()).toEqual(['agreement', 'development', 'no_response', 'resolved']);
    const told = documents.cases.flatMap(({ id, events }) =>
      events.flatMap((event) =>
        event.type === 'escalated' && event.ticketRef !== undefined
          ? [[event.ticketRef, event.plannedReleaseOn ?? null, id]]
          : [],
      ),
    );
    const joined = documents.tickets.flatMap((ticket) =>
      ticket.caseIds.map((id) => [ticket.ref, ticket.plannedReleaseOn, id]),
    );
    expect(joined).toHaveLength(told.length);
    expect(joined).toEqual(expect.arrayContaining(told));
  });

  it('show hand-offs in every state, to TAEs, by the COAs that stay the owners', () => {
    const roles = new Map(documents.users.map((user) => [String(user.id), user.role]));
    const handedOff = states.filter((state) => state.handOff !== null);
    expect(handedOff.length).toBeGreaterThanOrEqual(5);
    expect(new Set(handedOff.map((state) => state.handOff?.state))).toEqual(new Set(['open', 'accepted', 'returned']));
    expect(new Set(handedOff.map((state) => roles.get(state.ownerId ?? '')))).toEqual(new Set(['coa']));
    const accepted = handedOff.filter((state) => state.handOff?.state === 'accepted');
    expect(new Set(accepted.map((state) => roles.get(state.technicalOwnerId ?? '')))).toEqual(new Set(['tae']));
  });

  it('stay below 4 kB a case on average', () => {
    expect(JSON.stringify(documents.cases).length / documents.cases.length).toBeLessThan(4000);
  });
});

describe('the seed', () => {
  const now = Date.parse('2026-04-15T16:30:00.000Z');
  const options = { open: 40, closed: 60, now, policy };

  it('gives the same documents again', () => {
    expect(sampleDocuments({ ...options, seed: 7 })).toEqual(sampleDocuments({ ...options, seed: 7 }));
  });

  it('gives other documents than another seed', () => {
    const subjects = (seed: number) => generateCases({ ...options, seed }).map((doc) => doc.subject);
    expect(subjects(7)).not.toEqual(subjects(8));
  });

  it('gives the same users at another time', () => {
    expect(sampleDocuments({ ...options, seed: 7, now: now + 1e9 }).users).toEqual(
      sampleDocuments({ ...options, seed: 7 }).users,
    );
  });
});

describe.each([
  [0, 0],
  [1, 0],
  [5, 3],
  [2000, 0],
])('a sample of %i open and %i closed cases', (open, closed) => {
  it('has exactly so many, and keeps to the picture', () => {
    const now = Date.parse('2026-04-15T16:30:00.000Z');
    const made = desk(now, open, closed);
    expect([made.open.length, made.done.length]).toEqual([open, closed]);
    const overdue = made.open.filter((state) => urgencyOf(compiled, state, now) === 'overdue').length;
    if (open >= 100) expect(overdue / open).toBeCloseTo(0.05, 2);
    expect(made.documents.users).toHaveLength(19);
  });
});

describe('a policy of another team', () => {
  const now = Date.parse('2026-04-15T16:30:00.000Z');
  const targets = { '1': {}, '2': { resolution: { minutes: 60 } }, '3': {}, '4': {} };

  it('gives a sample even where few clocks are owed', () => {
    const other = policySchema.parse({
      calendars: { office: { timeZone: 'Europe/Berlin', weekly: { '1': [['09:00', '12:00']] }, holidays: [] } },
      agreements: { bronze: { calendar: 'office', targets } },
      internal: {},
      resolution_pauses_on: [],
    });
    const { cases } = sampleDocuments({ open: 50, closed: 50, seed: 1, now, policy: other });
    expect(cases).toHaveLength(100);
    expect(cases.flatMap((doc) => doc.events).every((event) => event.at <= now)).toBe(true);
  });
});

describe('loading the sample', () => {
  it('writes in batches, with the numbers and versions of the backend', async () => {
    const storage = await openSqliteStorage({ file: inMemory });
    const now = Date.parse('2026-04-15T16:30:00.000Z');
    await loadSample(storage, space, { open: 150, closed: 250, seed: 1, now, policy });

    await storage.read(space, async (tx) => {
      const changes = await tx.changesAfter({ version: 0, sequence: 0 }, { documents: 10_000, characters: 1e9 });
      const rows = changes.filter((row) => row.collection === 'cases');
      const docs = rows.map((row) => ({ row, doc: caseDocumentSchema.parse(JSON.parse(row.json ?? 'null')) }));
      expect(tx.version).toBe(3);
      expect(docs.map(({ doc }) => Number(doc.number))).toEqual(Array.from({ length: 400 }, (_, index) => index + 1));
      expect(docs.every(({ row, doc }) => doc.events.every((event) => event.version === row.version))).toBe(true);
      expect(changes.filter((row) => row.collection === 'users')).toHaveLength(19);
    });
    await storage.close();
  });

  it('brings people, accounts and products only if no cases are asked for', async () => {
    const storage = await openSqliteStorage({ file: inMemory });
    await loadSample(storage, space, { open: 0, closed: 0, seed: 1, now: 0, policy });
    await storage.read(space, async (tx) => {
      const changes = await tx.changesAfter({ version: 0, sequence: 0 }, { documents: 10_000, characters: 1e9 });
      expect(new Set(changes.map((row) => row.collection))).toEqual(
        new Set(['users', 'accounts', 'contacts', 'products']),
      );
    });
    await storage.close();
  });
});

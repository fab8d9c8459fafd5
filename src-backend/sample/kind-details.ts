import phrases from '../../assets/sample/phrases.json' with { type: 'json' };
import {
  type Actor,
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  eventIdSchema,
} from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { World } from './open-cases.ts';

type Add = (at: EpochMs, body: CaseEventBody) => void;

/** Gives requests for service their fields and ticks, and enhancement requests their votes. Nothing else moves. */
export function withKindDetails(world: World, docs: readonly CaseDocument[]): CaseDocument[] {
  return docs.map((doc) => {
    const { kind } = foldCase(world.policy, doc.events);
    if (kind !== 'service_request' && kind !== 'enhancement') return doc;
    const known = doc.events.find(({ type }) => type === 'severity_set') ?? doc.events[0];
    if (known === undefined) return doc;
    const added: CaseEvent[] = [];
    const by: Actor = known.by;
    const add: Add = (at, body) => {
      added.push({ id: eventIdSchema.parse(world.random.uuid(at)), at, by, version: 1, ...body });
    };
    const lastAt = doc.events.reduce((latest, { at }) => Math.max(latest, at), known.at);
    if (kind === 'enhancement') addVotes(world, doc, known.at, lastAt, add);
    else addRequest(world, doc, known.at, lastAt, add);
    return { ...doc, events: [...doc.events, ...added].toSorted((a, b) => a.at - b.at) };
  });
}

function addVotes({ random, directory }: World, doc: CaseDocument, fromAt: EpochMs, toAt: EpochMs, add: Add): void {
  add(fromAt, { type: 'voted', accountId: doc.accountId });
  const others = random.shuffled(directory.accounts.filter(({ account }) => account.id !== doc.accountId));
  for (const { account } of others.slice(0, random.whole(0, 9))) {
    add(Math.round(random.between(fromAt, toAt)), { type: 'voted', accountId: account.id });
  }
}

function addRequest({ random, policy }: World, doc: CaseDocument, fromAt: EpochMs, toAt: EpochMs, add: Add): void {
  const words = phrases.requests.find(({ subject }) => new RegExp(subject, 'i').test(doc.subject));
  const type = words === undefined ? undefined : policy.policy.service_requests?.[words.type];
  // Another team's policy may know other types.
  if (words === undefined || type === undefined) return;
  const values = new Map<string, readonly string[]>(Object.entries(words.fields));
  const fields = type.fields.flatMap(({ key, required }) => {
    const said = values.get(key);
    if (said === undefined) return required ? [[key, phrases.requestFieldOtherwise] as const] : [];
    return required || random.chance(0.5) ? [[key, random.pick(said)] as const] : [];
  });
  add(fromAt, { type: 'request_set', request: { type: words.type, fields: Object.fromEntries(fields) } });
  const isDone = doc.events.some(({ type: event }) => event === 'resolved' || event === 'closed');
  const done = isDone ? type.checklist.length : random.whole(0, Math.max(0, type.checklist.length - 1));
  const times = Array.from({ length: done }, () => Math.round(random.between(fromAt, toAt))).sort((a, b) => a - b);
  for (const [place, at] of times.entries()) {
    const item = type.checklist[place];
    if (item !== undefined) add(at, { type: 'checklist_checked', item: item.key, done: true });
  }
}

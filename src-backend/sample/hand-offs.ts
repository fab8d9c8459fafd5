import phrases from '../../assets/sample/phrases.json' with { type: 'json' };
import {
  type Actor,
  type CaseDocument,
  type CaseEvent,
  type CaseEventBody,
  eventIdSchema,
} from '../../src-shared/cases/case-document.ts';
import { foldCase } from '../../src-shared/cases/fold-case.ts';
import type { EpochMs, UserId } from '../../src-shared/ids.ts';
import { hourMs } from './case-course.ts';
import { urgencyOf, type World } from './open-cases.ts';
import type { Random } from './random.ts';

/** About one in ten of the product issues in work is with the TAEs, or was. */
const share = 0.1;
const forms = ['open', 'accepted', 'returned', 'accepted', 'handed off again'] as const;

/** Hands some of the open cases off. Whatever else the desk shows stays as it is: owners, statuses, urgencies. */
export function withHandOffs(world: World, docs: readonly CaseDocument[]): readonly CaseDocument[] {
  let count = 0;
  return docs.map((doc) => {
    const form = forms[count % forms.length];
    if (form === undefined || !world.random.chance(share)) return doc;
    const told = handedOff(world, doc, form);
    if (told === null) return doc;
    count += 1;
    return told;
  });
}

/** Null if a hand-off does not fit the case. */
function handedOff(world: World, doc: CaseDocument, form: (typeof forms)[number]): CaseDocument | null {
  const { random, policy, directory, now } = world;
  const before = foldCase(policy, doc.events);
  const owner = directory.users.find(({ id }) => id === before.ownerId);
  if (owner?.role !== 'coa' || before.kind !== 'issue' || before.severity > 3) return null;
  const triagedAt = doc.events.find(({ type }) => type === 'severity_set')?.at ?? before.openedAt;
  const engineer = random.pick(directory.users.filter(({ role }) => role === 'tae'));

  const events: CaseEvent[] = [...doc.events];
  const add = (at: EpochMs, id: UserId, body: CaseEventBody) => {
    const by: Actor = { kind: 'user', id };
    events.push({ id: eventIdSchema.parse(random.uuid(at)), at, by, version: null, ...body });
  };
  const handAt = (fromAt: EpochMs, toAt: EpochMs) => Math.round(random.between(fromAt, toAt));
  const lastAt = handAt(Math.max(triagedAt, now - 6 * hourMs), now);
  const firstAt = form === 'open' ? lastAt : handAt(triagedAt, lastAt);
  add(firstAt, owner.id, { type: 'handed_off', ...briefOf(random, doc.subject) });
  if (form === 'accepted') add(lastAt, engineer.id, { type: 'hand_off_accepted', technicalOwnerId: engineer.id });
  if (form === 'returned' || form === 'handed off again') {
    const returnedAt = form === 'returned' ? lastAt : handAt(firstAt, lastAt);
    add(returnedAt, engineer.id, { type: 'hand_off_returned', reason: random.pick(phrases.handOffs.returns) });
  }
  if (form === 'handed off again') add(lastAt, owner.id, { type: 'handed_off', ...briefOf(random, doc.subject) });
  const told = { ...doc, events: events.toSorted((a, b) => a.at - b.at) };

  // It may have been waiting for somebody else, or been resolved for a while, when it was handed off.
  const after = foldCase(policy, told.events);
  const state = form === 'handed off again' ? 'open' : form;
  const isSame = after.status === before.status && urgencyOf(policy, after, now) === urgencyOf(policy, before, now);
  return isSame && after.handOff?.state === state ? told : null;
}

function briefOf(random: Random, subject: string) {
  const { causes, impacts, steps, evidence } = phrases.handOffs;
  return {
    summary: `${subject}. ${random.pick(causes)}`,
    impact: random.pick(impacts),
    stepsTried: random.pick(steps),
    evidence: random.pick(evidence),
  };
}

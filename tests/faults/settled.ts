import { foldCase } from '../../src-shared/cases/fold-case.ts';
import { mergeOf } from '../../src-shared/cases/merged-case.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import { compilePolicy } from '../../src-shared/policy/compile-policy.ts';
import { SlaWire } from '../../src-shared/sla/wire.ts';
import { collectionNameSchema } from '../../src-shared/sync/collections.ts';
import { caseIn, mustEnd, policyIn } from './committed.ts';
import type { Snapshot } from './server-history.ts';
import type { AppReplica } from './simulated-device.ts';
import { mustHold } from './violation.ts';

/** What moves a clock or the status (product.md, the case is the fold of its events). */
const moving = new Set([
  'opened',
  'severity_set',
  'agreement_changed',
  'agent_message',
  'call',
  'customer_message',
  'waiting',
  'resumed',
  'resolved',
  'closed',
  'reopened',
  'handed_off',
  'hand_off_accepted',
  'hand_off_returned',
]);

const wire = new SlaWire();

/** The cases as the server has them in the end: where merges lead, and what `npm run -s sla` says of them. @throws {Violation} */
export function checkCases(there: Snapshot, now: EpochMs): void {
  const policy = policyIn(there);
  for (const key of there.keys()) {
    if (!key.startsWith('cases/')) continue;
    const doc = caseIn(there, key.slice('cases/'.length));
    if (doc === undefined) continue;
    if (mergeOf(doc) !== null) mustEnd(doc, (id) => caseIn(there, id));
    const state = foldCase(compilePolicy(policy), doc.events);
    const at = Math.max(now, state.lastEventAt);
    const ask = (events: readonly object[]) =>
      wire.answer(JSON.stringify({ op: 'case', policy, events, now: at })).json;
    const exported = ask(doc.events);
    const { status, severity, most_urgent: mostUrgent } = exported;
    const told = JSON.stringify([status, severity, mostUrgent]);
    const known = JSON.stringify([state.status, state.severity, state.mostUrgent]);
    mustHold(told === known, 'the exported events say what the case says', () => `${key}: ${told}, not ${known}`);
    // Whoever knows only the events that move clocks comes to the same.
    const moved = ask(doc.events.filter(({ type }) => moving.has(type)));
    const what = () => `${key}: ${JSON.stringify(exported)}, not ${JSON.stringify(moved)}`;
    mustHold(
      JSON.stringify(exported) === JSON.stringify(moved),
      'nothing but what product.md names moves a clock',
      what,
    );
  }
}

/** Whoever is in the same space sees the same, collection by collection. @throws {Violation} */
export function checkAlike(replicas: readonly AppReplica[]): void {
  const [first, ...others] = replicas;
  if (first === undefined) return;
  for (const other of others) {
    for (const collection of collectionNameSchema.options) {
      const [wanted, found] = [first.all(collection), other.all(collection)];
      mustHold(
        found.size === wanted.size,
        'no two copies differ',
        () => `${found.size} ${collection} of ${wanted.size}`,
      );
      for (const [id, doc] of wanted) {
        const isSame = JSON.stringify(found.get(id)) === JSON.stringify(doc);
        mustHold(isSame, 'no two copies differ', () => `${collection}/${id}`);
      }
    }
  }
}

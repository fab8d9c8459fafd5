import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import { mergeOf } from '../../src-shared/cases/merged-case.ts';
import type { BulkAction } from './schedule.ts';
import type { Asked, Situation } from './situation.ts';

type OnCase = { readonly caseId: string; readonly eventId: string };

/** What an agent does to many cases by one press of a key. */
export const bulkChoices: Readonly<Record<BulkAction, (situation: Situation) => readonly Asked[]>> = {
  /** A text of one's own, which nothing refuses on a case that is there. */
  bulk_notes(situation) {
    const there = situation.cases.filter((doc) => mergeOf(doc) === null);
    return onSome(situation, (args) => ({ name: 'add_note', args: { ...args, text: situation.text } }), there);
  },

  bulk(situation) {
    const { random, text, at } = situation;
    const forId = situation.me;
    const severity = random.pick([1, 2, 3, 4] as const);
    const untilAt = at + random.pick([60_000, 3_600_000]);
    const act = random.pick<(args: OnCase) => Asked>([
      (args) => ({ name: 'claim', args }),
      (args) => ({ name: 'release', args }),
      (args) => ({ name: 'set_severity', args: { ...args, severity } }),
      (args) => ({ name: 'snooze', args: { ...args, untilAt } }),
      (args) => ({ name: 'snooze', args: { ...args, untilAt: null } }),
      (args) => ({ name: 'unsnooze', args }),
      (args) => ({ name: 'wait', args: { ...args, on: 'customer' } }),
      (args) => ({ name: 'resolve', args: { ...args, rootCause: text } }),
      (args) => ({ name: 'close', args: { ...args, reason: 'resolved' } }),
      (args) => ({ name: 'reopen', args }),
      (args) => ({ name: 'set_reminder', args: { ...args, remindAt: untilAt, forId, about: text } }),
      (args) => ({ name: 'escalate', args: { ...args, team: 'database', wait: true } }),
    ]);
    return onSome(situation, act);
  },

  /** All open cases of somebody who is away go to another. */
  reassign_all(situation) {
    const users = situation.ids('users');
    const [absent, ownerId] = [situation.oneOf(users), situation.oneOf(users) ?? 'nobody'];
    const theirs = situation.cases.filter((doc) => situation.state(doc)?.ownerId === absent);
    return onEach(situation, theirs, (args) => ({ name: 'assign', args: { ...args, ownerId } }));
  },
};

function onSome(situation: Situation, act: (args: OnCase) => Asked, cases = situation.cases): readonly Asked[] {
  const { random } = situation;
  return onEach(situation, random.shuffled(cases).slice(0, random.whole(2, 6)), act);
}

function onEach({ newId }: Situation, docs: readonly CaseDocument[], act: (args: OnCase) => Asked): readonly Asked[] {
  return docs.map(({ id }) => act({ caseId: id, eventId: newId() }));
}

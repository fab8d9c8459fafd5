import type { CaseDocument } from '../../src-shared/cases/case-document.ts';
import type { CaseState } from '../../src-shared/cases/case-state.ts';
import { worldBeganAt } from './desk.ts';
import type { CaseAction } from './schedule.ts';
import type { Asked, Situation } from './situation.ts';

type OnCase = { readonly caseId: string; readonly eventId: string };
type Choice = (situation: Situation, onCase: OnCase, doc: CaseDocument) => Asked | null;

/** What an agent says and does on the case they chose. */
export const caseChoices: Readonly<Record<CaseAction, Choice>> = {
  claim: (_, args) => ({ name: 'claim', args }),
  release: (situation, onCase) => ({
    name: 'release',
    args: orSuited(situation, onCase, ({ ownerId }) => ownerId === situation.me),
  }),
  assign: (situation, onCase) => {
    const users = situation.ids('users');
    return { name: 'assign', args: { ...onCase, ownerId: users[situation.pick % Math.max(1, users.length)] ?? 'ann' } };
  },
  log_call: ({ pick, text }, onCase) => ({ name: 'log_call', args: { ...onCase, connected: pick % 2 === 0, text } }),
  set_severity: (situation, onCase) => {
    const { pick } = situation;
    const products = situation.ids('products');
    const productId = products[pick % Math.max(1, products.length)];
    const product = productId === undefined || pick % 3 > 0 ? {} : { productId };
    return { name: 'set_severity', args: { ...onCase, severity: severities[pick % 4] ?? 4, ...product } };
  },
  wait: ({ pick }, onCase) => ({
    name: 'wait',
    args: { ...onCase, on: pick % 2 === 0 ? 'customer' : 'development' },
  }),
  close: ({ pick }, onCase) => ({ name: 'close', args: { ...onCase, ...(reasons[pick % 4] ?? reasons[0]) } }),
  set_root_cause: ({ text }, onCase) => ({ name: 'set_root_cause', args: { ...onCase, rootCause: text } }),
  change_agreement: ({ pick }, onCase) => ({
    name: 'change_agreement',
    args: { ...onCase, agreement: pick % 2 === 0 ? 'premium' : 'standard' },
  }),
  hand_off: ({ text }, onCase) => ({
    name: 'hand_off',
    args: { ...onCase, summary: text, impact: text, stepsTried: text, evidence: text },
  }),
  accept_hand_off: (situation, onCase) => ({
    name: 'accept_hand_off',
    args: orSuited(situation, onCase, ({ handOff }) => handOff?.state === 'open'),
  }),
  return_hand_off: (situation, onCase) => {
    const args = orSuited(situation, onCase, ({ handOff: now }) => now?.state === 'open' || now?.state === 'accepted');
    return { name: 'return_hand_off', args: { ...args, reason: situation.text } };
  },
  merge_cases: ({ cases, pick, newId }, onCase, doc) => {
    const into = cases[pick % cases.length] ?? doc;
    return { name: 'merge_cases', args: { ...onCase, into: into.id, intoEventId: newId() } };
  },
  undo: ({ me, pick }, onCase, { events }) => {
    // The last thing done here, sent or not; at times an older one, which is mostly too late.
    const own = events.filter(({ by }) => by.kind === 'user' && by.id === me);
    const undone = pick % 4 === 0 ? own[pick % Math.max(1, own.length)] : own.at(-1);
    return undone === undefined ? null : { name: 'undo', args: { ...onCase, undoes: undone.id } };
  },
  // Without its root cause a case of severity 1 or 2 is refused.
  resolve: ({ pick, text }, onCase) => ({
    name: 'resolve',
    args: { ...onCase, text, ...(pick % 5 === 0 ? {} : { rootCause: text }) },
  }),
  resume: (situation, onCase) => {
    const args = orSuited(situation, onCase, ({ status }) => status.startsWith('waiting_'));
    return { name: 'resume', args: { ...args, text: situation.text } };
  },
  reopen: (situation, onCase) => {
    const args = orSuited(situation, onCase, ({ status, mergedInto }) => status === 'closed' && mergedInto === null);
    return { name: 'reopen', args: { ...args, text: situation.text } };
  },
  add_note: ({ text }, onCase) => ({ name: 'add_note', args: { ...onCase, text } }),
  message_customer: ({ text }, onCase) => ({ name: 'message_customer', args: { ...onCase, text } }),
};

/** Every second time a case that it fits. */
function orSuited(situation: Situation, onCase: OnCase, fits: (state: CaseState) => boolean): OnCase {
  const doc = situation.pick % 2 === 0 ? situation.suited(fits) : undefined;
  return doc === undefined ? onCase : situation.on(doc);
}

const severities = [1, 2, 3, 4] as const;

/** Mostly resolved; now and then a reason that needs other evidence. */
const reasons = [
  { reason: 'resolved' },
  { reason: 'resolved' },
  { reason: 'no_response' },
  { reason: 'agreement', agreed: { who: 'Their lead', at: worldBeganAt - 60_000, how: 'In a mail.' } },
] as const;

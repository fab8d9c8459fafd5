import { worldBeganAt } from './desk.ts';
import type { DeskAction } from './schedule.ts';
import type { Asked, Situation } from './situation.ts';

const hourMs = 3_600_000;

/** What agents keep beside the cases: macros, views and the roster, their own and the desk's. */
export const deskChoices: Readonly<Record<DeskAction, (situation: Situation) => Asked | null>> = {
  novelty: ({ eventId }) => ({ name: 'novelty', args: { eventId } }),

  create_case(situation) {
    const { eventId, pick, text } = situation;
    const accounts = situation.ids('accounts');
    const accountId = accounts[pick % Math.max(1, accounts.length)];
    if (accountId === undefined) return null;
    const opening = {
      subject: `Case ${pick}`,
      text,
      accountId,
      contactId: null,
      channel: 'phone',
      priority: 2,
    } as const;
    return { name: 'create_case', args: { caseId: situation.newId(), eventId, ...opening } };
  },

  save_macro(situation) {
    const { random, eventId, newId } = situation;
    const known = random.chance(0.5) ? situation.oneOf(situation.ids('macros')) : undefined;
    const closureCode = random.pick([null, 'answered', 'answered', 'made_up']);
    const shared = random.chance(0.3);
    const text = random.chance(0.9) ? `Good day {contact}. ${situation.text}` : ' ';
    const macro = { macroId: known ?? newId(), name: `Macro ${eventId}`, text, kinds: [], closureCode, shared };
    return { name: 'save_macro', args: macro };
  },

  remove_macro(situation) {
    if (lacks(situation, 'macros')) return deskChoices.save_macro(situation);
    const macroId = situation.oneOf(situation.ids('macros')) ?? 'nowhere';
    const isRemoved = situation.replica.get('macros', macroId)?.removed === true;
    return { name: 'remove_macro', args: isRemoved ? { macroId, restore: true } : { macroId } };
  },

  save_view(situation) {
    const { random, eventId, newId } = situation;
    const known = random.chance(0.5) ? situation.oneOf(situation.ids('views')) : undefined;
    const view = {
      viewId: known ?? newId(),
      name: `View ${eventId}`,
      shared: random.chance(0.3),
      base: random.pick(['all_open', 'mine']),
      filter: random.pick(['', 'account:north']),
      columns: random.pick([[], ['number', 'due']]),
      sort: random.pick([null, { by: 'number', descending: true }]),
      group: random.pick([null, 'account']),
    };
    return { name: 'save_view', args: view };
  },

  remove_view(situation) {
    if (lacks(situation, 'views')) return deskChoices.save_view(situation);
    const viewId = situation.oneOf(situation.ids('views')) ?? situation.newId();
    return { name: 'remove_view', args: { viewId } };
  },

  add_shift(situation) {
    const { random, eventId, newId } = situation;
    // One that was taken off the roster comes back under its id.
    const known = random.chance(0.4) ? situation.oneOf(situation.ids('shifts')) : undefined;
    const userId = situation.oneOf(situation.ids('users')) ?? 'nobody';
    const fromAt = worldBeganAt + Number(eventId.slice(-12));
    const toAt = fromAt + random.pick([12, 12, 60, 400, -1]) * hourMs;
    return { name: 'add_shift', args: { shiftId: known ?? newId(), userId, fromAt, toAt } };
  },

  remove_shift(situation) {
    if (lacks(situation, 'shifts')) return deskChoices.add_shift(situation);
    const shiftId = situation.oneOf(situation.ids('shifts')) ?? situation.newId();
    return { name: 'remove_shift', args: { shiftId } };
  },
};

/** There is none yet: mostly the agent makes one first. */
function lacks(situation: Situation, collection: 'macros' | 'views' | 'shifts'): boolean {
  return situation.ids(collection).length === 0 && situation.random.chance(0.7);
}

import { z } from 'zod';
import { userIdSchema } from '../cases/case-document.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import type { DurationMs } from '../ids.ts';
import { isolated } from '../text/isolated.ts';
import { newIdSchema } from './arguments.ts';
import { accepted, defineMutator, refused } from './mutator.ts';
import { userName } from './names.ts';

/** A longer one is a slip of the pen: a weekend with a holiday is within it. */
const longestShiftMs: DurationMs = 14 * 24 * 3_600_000;

/** Puts somebody on call for nights or a weekend (docs/policy.md, rule 6). */
export const addShift = defineMutator({
  args: z.strictObject({ shiftId: newIdSchema, userId: userIdSchema, fromAt: z.int(), toAt: z.int() }),
  async run(tx, { shiftId, userId, fromAt, toAt }, { user }) {
    if (!mayDo(user.role, 'edit_roster')) return refused('not_allowed', onlyWords('edit_roster'));
    const agent = await tx.get('users', userId);
    if (agent === undefined) return refused('unknown_user', 'Nobody was put on call: this agent does not exist.');
    if (toAt <= fromAt) {
      return refused('wrong_time', `The shift of ${isolated(agent.name)} ends before it begins. Choose a later end.`);
    }
    if (toAt - fromAt > longestShiftMs) {
      return refused(
        'wrong_time',
        `The shift of ${isolated(agent.name)} lasts longer than 14 days. Make several of it.`,
      );
    }
    const before = await tx.get('shifts', shiftId);
    if (before !== undefined && before.removed !== true) {
      return refused('duplicate_shift', `This shift of ${isolated(agent.name)} is on the roster already.`);
    }
    await tx.set('shifts', shiftId, { id: shiftId, userId, fromAt, toAt });
    return accepted;
  },
});

export const removeShift = defineMutator({
  args: z.strictObject({ shiftId: newIdSchema }),
  async run(tx, { shiftId }, { user }) {
    if (!mayDo(user.role, 'edit_roster')) return refused('not_allowed', onlyWords('edit_roster'));
    const before = await tx.get('shifts', shiftId);
    if (before === undefined) return refused('unknown_shift', 'This shift is not on the roster any more.');
    if (before.removed === true) {
      return refused('already_removed', `This shift of ${await userName(tx, before.userId)} was removed already.`);
    }
    await tx.set('shifts', shiftId, { ...before, removed: true });
    return accepted;
  },
});

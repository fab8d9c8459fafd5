import { z } from 'zod';
import { missableClockSchema, policyKeySchema } from '../cases/case-document.ts';
import { inSentence } from '../cases/case-name.ts';
import type { ClockName } from '../cases/case-state.ts';
import { isMissed } from '../closure/checklist.ts';
import { closureRules } from '../closure/closure-rules.ts';
import { isolated } from '../text/isolated.ts';
import { isBlank, onCase, remark, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { defineMutator, refused } from './mutator.ts';

/** What was behind it all, which severity 1 and 2 are resolved with. Later knowledge takes the place of earlier. */
export const setRootCause = defineMutator({
  args: z.strictObject({ ...onCase, rootCause: textSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'set_root_cause', timing: 'follows' }, ({ name, then }) => {
      if (isBlank(args.rootCause)) {
        return {
          refuse: refused('empty_text', `Write down the root cause of ${inSentence(name)}: the text is empty.`),
        };
      }
      if (then.work.rootCause === args.rootCause) {
        return { refuse: refused('unchanged', `${name} already has this root cause.`) };
      }
      return { add: { type: 'root_cause_set', rootCause: args.rootCause } };
    }),
});

/** Why a clock was missed, by the policy's list. */
export const setBreachReason = defineMutator({
  args: z.strictObject({
    ...onCase,
    clock: missableClockSchema,
    code: policyKeySchema,
    text: textSchema.optional(),
  }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'set_breach_reason', timing: 'follows' }, ({ name, then, at }) => {
      const { breachReasons } = closureRules(context.policy);
      if (!Object.hasOwn(breachReasons, args.code)) {
        const message =
          Object.keys(breachReasons).length === 0
            ? 'The policy has no list of reasons for a missed clock.'
            : `The policy has no reason “${isolated(args.code)}” for a missed clock.`;
        return { refuse: refused('unknown_breach_reason', message) };
      }
      if (!isMissed(then, args.clock, at)) {
        return { refuse: refused('not_missed', `${name} has not missed its ${clockWords[args.clock]}.`) };
      }
      if (then.work.breachReasons[args.clock] === args.code && (args.text === undefined || isBlank(args.text))) {
        return { refuse: refused('unchanged', `${name} already has this reason.`) };
      }
      return { add: { type: 'breach_reason_set', clock: args.clock, code: args.code, ...remark(args.text) } };
    }),
});

const clockWords: Readonly<Record<ClockName, string>> = {
  first_response: 'first response',
  next_update: 'next update',
  resolution: 'resolution',
  triage: 'triage',
  hand_off: 'hand-off',
};

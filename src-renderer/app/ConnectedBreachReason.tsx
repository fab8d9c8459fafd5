import { missableClockSchema } from '../../src-shared/cases/case-document.ts';
import { closureRules } from '../../src-shared/closure/closure-rules.ts';
import type { Policy } from '../../src-shared/policy/policy.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { argument, textOf } from '../attention/attention-text.ts';
import type { CaseActions } from '../case/case-actions.ts';
import { missedClocks } from '../case/clock-lines.ts';
import { BreachReasonDialog } from '../dialogs/BreachReasonDialog.tsx';
import type { QueueEntry } from '../queue/queue-entry.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import { useDesk } from './desk.ts';

interface ConnectedBreachReasonProps {
  readonly entry: QueueEntry;
  readonly policy: Policy;
  /** Under which what is typed is kept. */
  readonly keptKey: string;
  /** The arguments of a refused reason that this one is given in place of. */
  readonly args: unknown;
  readonly actions: CaseActions;
  readonly onClose: () => void;
}

/** The dialog that says why clocks were missed, connected to the case's clocks and the policy's reasons. */
export function ConnectedBreachReason({ entry, policy, keptKey, args, actions, onClose }: ConnectedBreachReasonProps) {
  const { kept, clock } = useDesk();
  const now = useTimed(clock, minuteOf);
  const { state, id } = entry;
  // In place of a refused reason stands one for the same clock.
  const { data: refused } = missableClockSchema.safeParse(argument(args, 'clock'));
  const known = state.work.breachReasons;
  return (
    <BreachReasonDialog
      title={`Missed clocks of ${isolated(entry.number)}`}
      missed={refused === undefined ? missedClocks(state, now) : [refused]}
      known={known}
      initial={refused === undefined ? known : { [refused]: textOf(args, 'code') ?? '' }}
      initialText={textOf(args, 'text') ?? ''}
      reasons={closureRules(policy).breachReasons}
      kept={kept}
      keptKey={keptKey}
      onExplain={(given, text) => actions.explainMissed(id, given, text)}
      onClose={onClose}
    />
  );
}

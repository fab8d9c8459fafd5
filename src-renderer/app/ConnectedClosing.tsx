import { closeReasonSchema } from '../../src-shared/cases/case-document.ts';
import { type CaseState, type CustomerClockName, customerClocks } from '../../src-shared/cases/case-state.ts';
import { advisedClosureCode } from '../../src-shared/closure/advised-code.ts';
import { closingChecklist, developmentTickets, isMissed, needsRootCause } from '../../src-shared/closure/checklist.ts';
import { dateWords } from '../../src-shared/closure/closing-words.ts';
import { closureRules } from '../../src-shared/closure/closure-rules.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { argument, textOf } from '../attention/attention-text.ts';
import type { CaseActions, FoundOut } from '../case/case-actions.ts';
import { ClosingDialog } from '../dialogs/ClosingDialog.tsx';
import { type ClosingForm, evidenceIn } from '../dialogs/closing-form.ts';
import { guidanceOf } from '../guidance/guidance-of.ts';
import type { QueueEntry } from '../queue/queue-entry.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import { useDesk } from './desk.ts';

interface ConnectedClosingProps {
  readonly entry: QueueEntry;
  readonly policy: CompiledPolicy;
  /** Under which what is typed is kept. */
  readonly keptKey: string;
  /** The arguments of a refused resolution or closing that this one is done in place of. */
  readonly args: unknown;
  readonly actions: CaseActions;
  readonly onLeave: () => void;
}

/** The dialog that ends a case, connected to what the case has and the policy asks for. */
export function ConnectedClosing({ entry, policy, keptKey, args, actions, onLeave }: ConnectedClosingProps) {
  const { kept, clock, replica } = useDesk();
  const now = useTimed(clock, minuteOf);
  const { state, id } = entry;
  const rules = closureRules(policy.policy);
  const code = advisedClosureCode({
    events: entry.doc.events,
    macro: (key) => replica.get('macros', key),
    articles: guidanceOf(replica, entry),
    codes: rules.closureCodes ?? {},
  });
  const missed = customerClocks.filter((name) => isMissed(state, name, now));
  return (
    <ClosingDialog
      number={entry.number}
      isOpen={entry.isOpen}
      initial={initialForm(entry, args, code, now)}
      rootCauseFor={needsRootCause(policy.policy, state) ? state.severity : null}
      tickets={developmentTickets(policy.policy, state).map(({ ticketRef, plannedReleaseOn }) => ({
        value: ticketRef,
        words: `${isolated(ticketRef)}, ${plannedReleaseOn === null ? 'no release planned' : `planned on ${dateWords(plannedReleaseOn)}`}`,
      }))}
      closureCodes={rules.closureCodes ?? {}}
      missedClocks={missed}
      breachReasons={rules.breachReasons}
      kept={kept}
      keptKey={keptKey}
      checklistOf={(form) => closingChecklist(policy, withForm(state, form), form.reason, evidenceIn(form), now)}
      onResolve={(form) => actions.resolve(id, form.text, form.rootCause)}
      onCloseCase={(form) => actions.close(id, form, foundOut(state, form, missed))}
      onLeave={onLeave}
    />
  );
}

/** What the form begins with: what was refused, else what the case has, and the reason and the code that fit it. */
function initialForm(
  { state, readyAt, isOpen }: QueueEntry,
  args: unknown,
  code: string | null,
  now: number,
): ClosingForm {
  const agreed = argument(args, 'agreed');
  const agreedAt = argument(agreed, 'at');
  // Resolving has no reason among its arguments.
  const refused = args === undefined ? undefined : (textOf(args, 'reason') ?? 'resolved');
  const fitting = isOpen && readyAt !== null ? 'no_response' : 'resolved';
  const [onlyTicket, ...others] = state.work.escalations.flatMap(({ ticketRef }) => ticketRef ?? []);
  return {
    reason: closeReasonSchema.safeParse(refused).data ?? fitting,
    rootCause: textOf(args, 'rootCause') ?? state.work.rootCause ?? '',
    ticketRef: textOf(args, 'ticketRef') ?? (others.length === 0 ? (onlyTicket ?? '') : ''),
    who: textOf(agreed, 'who') ?? '',
    agreedAt: typeof agreedAt === 'number' ? agreedAt : now,
    how: textOf(agreed, 'how') ?? '',
    // What was refused without a code was meant without one.
    closureCode: textOf(args, 'closureCode') ?? (refused === undefined ? (code ?? '') : ''),
    breachReasons: state.work.breachReasons,
    text: textOf(args, 'text') ?? '',
  };
}

/** What the form says that the case does not know yet. */
function foundOut({ work }: CaseState, form: ClosingForm, missed: readonly CustomerClockName[]): FoundOut {
  const asksRootCause = form.reason === 'resolved' && form.rootCause.trim() !== '';
  return {
    rootCause: asksRootCause && form.rootCause !== work.rootCause ? form.rootCause : null,
    breachReasons: missed.flatMap((clock) => {
      const code = form.breachReasons[clock] ?? '';
      return code === '' || code === work.breachReasons[clock] ? [] : [[clock, code] as const];
    }),
  };
}

/** The case as it will be once what the form holds is written down. */
function withForm(state: CaseState, form: ClosingForm): CaseState {
  const rootCause = form.rootCause.trim() === '' ? state.work.rootCause : form.rootCause;
  const given = Object.entries(form.breachReasons).filter(([, code]) => code !== '');
  const breachReasons = { ...state.work.breachReasons, ...Object.fromEntries(given) };
  return { ...state, work: { ...state.work, rootCause, breachReasons } };
}

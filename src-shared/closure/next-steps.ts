import { openOrNextAt } from '../calendar/working-time.ts';
import type { CameBack, CaseState } from '../cases/case-state.ts';
import { backFromSnoozeAt } from '../cases/snoozed.ts';
import type { NextStep } from '../deadlines/deadline.ts';
import type { EpochMs } from '../ids.ts';
import type { CompiledPolicy } from '../policy/compile-policy.ts';
import { type AwaitedAnswer, agreementCalendar, awaitedAnswer } from './outreach.ts';

/** A step, and when the case asks for it. */
export interface DueStep {
  readonly step: NextStep;
  readonly at: EpochMs;
  /** When it may be told: within support hours, and not while the case is snoozed. */
  readonly tellAt: EpochMs;
  readonly about: string;
}

/**
 * The steps that an open case asks for by itself, now or later. None while it is snoozed until the customer writes, and
 * none where the policy has no calendar that ever opens.
 *
 * @param unsent when a message was written that has not reached the backend yet.
 */
export function dueSteps(policy: CompiledPolicy, state: CaseState, unsent: EpochMs | null): readonly DueStep[] {
  const awaited = awaitedAnswer(policy, state, unsent);
  const { cameBack } = state.work;
  const step = (name: NextStep, at: EpochMs | null, about: string): readonly DueStep[] => {
    const tellAt = at === null ? null : tellableAt(policy, state, at);
    return at === null || tellAt === null ? [] : [{ step: name, at, tellAt, about }];
  };
  return [
    ...(awaited === null
      ? []
      : step(awaited.made < awaited.needed ? 'follow_up' : 'may_close', awaited.turnAt, outreachWords(awaited))),
    ...(cameBack === null ? [] : step('came_back', cameBack.at, cameBackWords[cameBack.because])),
  ];
}

function outreachWords({ made, needed }: AwaitedAnswer): string {
  const all = needed === 1 ? '1 outreach' : `${needed} outreaches`;
  if (made >= needed) return `${all} went unanswered.`;
  return `${made} of ${all} ${needed === 1 ? 'counts' : 'count'} so far.`;
}

const cameBackWords: Readonly<Record<CameBack['because'], string>> = {
  release_passed: 'The release that it was closed for is out.',
  release_moved: 'The release that it was closed for has moved.',
};

function tellableAt(policy: CompiledPolicy, state: CaseState, at: EpochMs): EpochMs | null {
  const calendar = agreementCalendar(policy, state);
  const from = Math.max(at, backFromSnoozeAt(policy, state) ?? at);
  return calendar === null || from === Number.POSITIVE_INFINITY ? null : openOrNextAt(calendar, from);
}

import type { WaitingOn } from '../../src-shared/cases/case-document.ts';
import type { CaseClock } from '../../src-shared/cases/case-state.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { sourceSentence } from '../../src-shared/policy/source-words.ts';
import type { ClockExplanation } from '../../src-shared/sla/explain-clock.ts';
import { owedFor, targetSourceWords } from '../../src-shared/sla/target-words.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { workingTimeWords } from '../time/duration-words.ts';
import { wallTimeWords } from '../time/wall-time.ts';
import { percentWords } from './flag-words.ts';
import { clockNames } from './names.ts';

/**
 * What a clock counts against, and where each part is from: the sentences under its "why?".
 *
 * @param ownAgreement what to say if the case has another agreement than its account; null if it has not.
 */
export function clockSourceLines(
  explained: ClockExplanation,
  policy: CompiledPolicy,
  ownAgreement: string | null,
): readonly string[] {
  const { name, origin, calendarKey, timeZone, startedAt, steps, reading } = explained;
  const target = `Target: ${workingTimeWords(explained.targetMs)} of working time, ${clockNames[name].toLowerCase()}`;
  const calendar = `Calendar “${isolated(calendarKey)}” (${timeZone}), from ${wallTimeWords(startedAt, timeZone)}.`;
  const isPaused = name === 'resolution' && steps.some(({ kind }) => kind === 'paused');
  return [
    origin === null ? `${target}.` : `${target}, ${owedFor(origin)}. ${sourceSentence(origin.source)}`,
    ...(ownAgreement === null || origin === null || origin.agreement === null ? [] : [ownAgreement]),
    origin === null ? calendar : `${calendar} ${sourceSentence(origin.calendarSource)}`,
    ...(isPaused ? [pauseWords(policy)] : []),
    ...(reading.state === 'running' ? [atRiskWords(policy)] : []),
  ];
}

/** "First response, 4:00 of working time: severity 1, Premier 24x7. Source: …", for the queue's tooltip. */
export function targetHint({ name, targetMs, origin }: CaseClock, isProvisional: boolean): string {
  const target = `${clockNames[name]}, ${workingTimeWords(targetMs)} of working time`;
  if (origin === null) return `${target}.`;
  const provisional = isProvisional && origin.severity !== null ? ' (provisional severity)' : '';
  return `${target}: ${owedFor(origin)}${provisional}. Source: ${targetSourceWords(origin)}.`;
}

/** When a clock counts as at risk, by the policy in force. */
export function atRiskWords({ policy, atRisk }: CompiledPolicy): string {
  const line = `${percentWords(atRisk.share)} of its target used, or ${workingTimeWords(atRisk.leftMs)} left`;
  return `At risk at ${line}, whichever comes first. ${sourceSentence(policy.at_risk?.source)}`;
}

const waitedOn: Readonly<Record<WaitingOn, string>> = {
  customer: 'the customer',
  development: 'development',
  internally: 'somebody internal',
};

function pauseWords({ policy, resolutionPausesOn }: CompiledPolicy): string {
  const whom = [...resolutionPausesOn].map((on) => waitedOn[on]).join(' or ');
  return `It pauses while the case waits on ${whom}. ${sourceSentence(policy.resolution_pauses_on_source)}`;
}

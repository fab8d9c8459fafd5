import type { Severity, TriageAnswers } from '../cases/case-document.ts';

/*
 * What the published policy makes of the answers given at triage (severity levels). An agent may set another severity;
 * the case then keeps both.
 */

/** A severity, and the words of the policy that the answers meet. */
export interface SeverityProposal {
  readonly severity: Severity;
  readonly because: string;
}

/**
 * The severity that follows from the answers:
 * 1 production, system unavailable or data integrity, any customer, no workaround;
 * 2 production degraded persistently, many customers or major functionality, no reasonable workaround;
 * 3 limited and non-critical, or a short-term workaround that does not scale;
 * 4 minimal impact, a routine question.
 * A worse answer never leads to a less urgent severity.
 */
export function proposeSeverity(answers: TriageAnswers): SeverityProposal {
  const { production, impact, customers, workaround, scales } = answers;
  const isDown = impact === 'unavailable' || impact === 'data_integrity';
  const hasReasonable = workaround === 'reasonable' || workaround === 'short_term';

  if (production && isDown && workaround === 'none') {
    const what = impact === 'unavailable' ? 'the system is unavailable' : 'data integrity is at stake';
    return { severity: 1, because: `A critical production issue affecting any customer: ${what}, with no workaround.` };
  }
  // A system that is down is more than degraded, and major functionality, whoever uses it.
  const reach = customers === 'many' ? 'many customers or major functionality' : isDown ? 'major functionality' : null;
  if (production && (isDown || impact === 'degraded') && reach !== null && !hasReasonable) {
    return {
      severity: 2,
      because: `A production issue degrading operations, persistently: ${reach}, with no reasonable workaround.`,
    };
  }
  if (impact === 'minimal') return { severity: 4, because: 'Minimal impact, or a routine question.' };
  if (impact === 'limited' && workaround === 'reasonable' && scales === true) {
    return { severity: 4, because: 'Minimal impact: limited, and a reasonable workaround holds for all who need it.' };
  }
  return { severity: 3, because: `Limited and non-critical: ${whyLimited(answers)}.` };
}

function whyLimited({ production, impact, workaround, scales }: TriageAnswers): string {
  if (workaround === 'short_term' || workaround === 'reasonable') {
    const kind = workaround === 'short_term' ? 'a short-term' : 'a reasonable';
    return `${kind} workaround${scales === true ? '' : ' that does not scale'}`;
  }
  if (!production) return 'it is not production';
  return impact === 'limited' ? 'operations go on' : 'neither many customers nor major functionality';
}

/** What is answered so far, question by question. */
export type PartialAnswers = { readonly [Question in keyof TriageAnswers]?: TriageAnswers[Question] | undefined };

/** The severities that can still follow, most urgent first; one when it is settled whatever else is answered. */
export function severitiesLeft(answers: PartialAnswers): readonly Severity[] {
  const left = new Set<Severity>();
  for (const whole of completions(answers)) left.add(proposeSeverity(whole).severity);
  return [...left].sort((a, b) => a - b);
}

/** The answers once every question has one; whether a workaround scales is not asked where there is none. */
export function completeAnswers(answers: PartialAnswers): TriageAnswers | null {
  const { production, impact, customers, workaround } = answers;
  const scales = workaround === 'none' ? null : answers.scales;
  if (
    production === undefined ||
    impact === undefined ||
    customers === undefined ||
    workaround === undefined ||
    scales === undefined
  ) {
    return null;
  }
  return { production, impact, customers, workaround, scales };
}

/** Every answer to every question, the mildest first: the order in which a worse one is never less urgent. */
export const answerChoices = {
  production: [false, true],
  impact: ['minimal', 'limited', 'degraded', 'data_integrity', 'unavailable'],
  customers: ['one', 'several', 'many'],
  workaround: ['reasonable', 'short_term', 'unreasonable', 'none'],
  scales: [true, false],
} as const satisfies { readonly [Question in keyof TriageAnswers]: readonly TriageAnswers[Question][] };

function* completions(answers: PartialAnswers): Generator<TriageAnswers> {
  const { production, impact, customers, workaround, scales } = answers;
  for (const isProduction of production === undefined ? answerChoices.production : [production]) {
    for (const oneImpact of impact === undefined ? answerChoices.impact : [impact]) {
      for (const reach of customers === undefined ? answerChoices.customers : [customers]) {
        for (const way of workaround === undefined ? answerChoices.workaround : [workaround]) {
          for (const holds of way === 'none' ? [null] : scales === undefined ? answerChoices.scales : [scales]) {
            yield { production: isProduction, impact: oneImpact, customers: reach, workaround: way, scales: holds };
          }
        }
      }
    }
  }
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TriageAnswers, triageAnswersSchema } from '../../../../src-shared/cases/case-document.ts';
import {
  answerChoices,
  completeAnswers,
  type PartialAnswers,
  proposeSeverity,
  severitiesLeft,
} from '../../../../src-shared/triage/propose-severity.ts';

const worst: TriageAnswers = {
  production: true,
  impact: 'unavailable',
  customers: 'one',
  workaround: 'none',
  scales: null,
};
const severityOf = (changes: Partial<TriageAnswers>) => proposeSeverity({ ...worst, ...changes }).severity;

describe('rule-3 severity 1', () => {
  it('is a production system that is unavailable without a workaround, whichever customer it is', () => {
    for (const customers of answerChoices.customers) expect(severityOf({ customers })).toBe(1);
  });

  it('is data integrity in production without a workaround', () => {
    expect(severityOf({ impact: 'data_integrity' })).toBe(1);
  });

  it('is not given outside of production, nor where there is any workaround', () => {
    expect(severityOf({ production: false })).toBe(3);
    expect(severityOf({ workaround: 'unreasonable', scales: false })).toBe(2);
    expect(severityOf({ workaround: 'short_term', scales: false })).toBe(3);
  });
});

describe('rule-3 severity 2', () => {
  const degraded = { impact: 'degraded', customers: 'many', workaround: 'unreasonable', scales: false } as const;

  it('is production that stays degraded for many customers or in major functionality, with no reasonable workaround', () => {
    expect(severityOf(degraded)).toBe(2);
    expect(severityOf({ ...degraded, workaround: 'none', scales: null })).toBe(2);
  });

  it('is not given for fewer customers, a workaround, or a test system', () => {
    expect(severityOf({ ...degraded, customers: 'several' })).toBe(3);
    expect(severityOf({ ...degraded, workaround: 'short_term' })).toBe(3);
    expect(severityOf({ ...degraded, production: false })).toBe(3);
  });
});

describe('rule-3 severities 3 and 4', () => {
  it('3 is limited and non-critical: a short-term workaround that does not scale', () => {
    const proposal = proposeSeverity({ ...worst, impact: 'limited', workaround: 'short_term', scales: false });
    expect(proposal).toStrictEqual({
      severity: 3,
      because: 'Limited and non-critical: a short-term workaround that does not scale.',
    });
  });

  it('4 is minimal impact or a routine question, and what a reasonable workaround makes so', () => {
    expect(severityOf({ impact: 'minimal' })).toBe(4);
    expect(severityOf({ impact: 'limited', workaround: 'reasonable', scales: true })).toBe(4);
    expect(severityOf({ impact: 'limited', workaround: 'reasonable', scales: false })).toBe(3);
  });
});

/** Any answers that can be given, by the place of each among its choices. */
const someAnswers = fc.record({
  production: fc.constantFrom(...answerChoices.production),
  impact: fc.constantFrom(...answerChoices.impact),
  customers: fc.constantFrom(...answerChoices.customers),
  workaround: fc.constantFrom(...answerChoices.workaround),
  scales: fc.constantFrom(...answerChoices.scales),
});

describe('rule-3 the proposal', () => {
  it('is there for all answers, with its reason in words', () => {
    fc.assert(
      fc.property(fc.record({ ...recordOf(), scales: fc.constantFrom(true, false, null) }), (answers) => {
        const { severity, because } = proposeSeverity(triageAnswersSchema.parse(answers));
        expect([1, 2, 3, 4]).toContain(severity);
        expect(because).toMatch(/^[A-Z].+\.$/);
      }),
    );
  });

  it('is never less urgent for a worse answer', () => {
    fc.assert(
      fc.property(someAnswers, fc.constantFrom(...questions()), (answers, question) => {
        const choices: readonly unknown[] = answerChoices[question];
        for (const worse of choices.slice(choices.indexOf(answers[question]) + 1)) {
          const changed = triageAnswersSchema.parse({ ...answers, [question]: worse });
          expect(proposeSeverity(changed).severity).toBeLessThanOrEqual(proposeSeverity(answers).severity);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is one of what is still possible after any part of the answers, which only narrows', () => {
    fc.assert(
      fc.property(someAnswers, fc.uniqueArray(fc.constantFrom(...questions())), (answers, given) => {
        let known: PartialAnswers = {};
        let left = severitiesLeft(known);
        expect(left).toStrictEqual([1, 2, 3, 4]);
        for (const question of given) {
          known = { ...known, [question]: answers[question] };
          const next = severitiesLeft(known);
          expect(left).toEqual(expect.arrayContaining([...next]));
          left = next;
        }
        const whole = completeAnswers(answers);
        if (whole === null) throw new Error('All questions were answered.');
        expect(left).toContain(proposeSeverity(whole).severity);
      }),
    );
  });

  it('needs no word on whether it scales where there is no workaround', () => {
    expect(completeAnswers({ ...worst, scales: undefined })).toStrictEqual(worst);
    expect(completeAnswers({ ...worst, workaround: 'reasonable', scales: undefined })).toBeNull();
    expect(completeAnswers({})).toBeNull();
  });
});

function questions() {
  return ['production', 'impact', 'customers', 'workaround', 'scales'] as const;
}

function recordOf() {
  return {
    production: fc.constantFrom(...answerChoices.production),
    impact: fc.constantFrom(...answerChoices.impact),
    customers: fc.constantFrom(...answerChoices.customers),
    workaround: fc.constantFrom(...answerChoices.workaround),
  };
}
